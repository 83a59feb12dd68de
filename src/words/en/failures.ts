/** Why something failed, whatever it was. */
export const partNotFetched = "a part of this page could not be fetched; are you online?";
