/** The server on the landing page, and what its visits leave behind. */
export const drawing = "A server, two requests and what they leave behind";
export const cookieJar = "Cookie jar";
export const onTheWire = "On the wire";
export const record = "Session record";
export const firstVisit = "First visit";
export const secondVisit = "Second visit";
export const visitNumber = (number: number) => `Visit ${number}`;
export const jarAfter = "Cookie jar after";
export const recordAfter = "Session record after";
export const browserSends = "The browser sends ";
export const serverAnswers = "The server answers ";

export const runAndVisit = "Run and visit";
export const visitAgain = "Visit again";
export const deleteCookie = "Delete the cookie";
export const howItGoes = "This is how two visits go.";
export const howItGoesToRun =
  "This is how two visits go. Run the server, here in the page, and see it for yourself.";
export const answered = (status: string, body: string) =>
  `The server in this page answered ${status}: “${body}”.`;
export const cookieDeleted =
  "The browser has forgotten the cookie. The record is still on the server, but who will ask for it now?";
export const didNotRun = (why: string) => `The server did not run: ${why}`;
