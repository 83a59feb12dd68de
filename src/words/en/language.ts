/** The language of this folder, a BCP 47 tag: what `<html lang>` says. */
export const language: string = "en";

/** Whether its lines run from right to left: what `<html dir>` says. */
export const isRightToLeft: boolean = false;

/** How dates, numbers and plurals are written. */
export const locale: string = "en-GB";
