/** What a browser of the workbook says when it cannot do what it was asked. */
export const answersElsewhere = (asked: string, host: string, places: string) =>
  `Nothing listens at ${asked}. ${host} answers at ${places}.`;
export const noSuchHost = (host: string, known: string) =>
  `There is no host named ${host} in this web, and no way out to the internet. ${known}.`;
export const serverAtLocalhost =
  "Your server is at http://localhost and its port, such as http://localhost:7148";
export const hostsThere = (places: string) => `There is ${places}`;
export const localhostWithPort = "http://localhost with a port";
export const badAddress = (address: string) =>
  `"${address}" is not an address this browser can open. It opens http and https, such as http://localhost:7148/.`;

export const brokeBeforeEnd = "The connection broke before the response had ended.";
export const stoppedBeforeAnswer = "The request was stopped before an answer came.";
export const noAnswerFrom = (origin: string, why: string) => `No answer from ${origin}: ${why}`;
export const redirectToNowhere = "The redirect has no address.";
export const redirectIsNoAddress = (location: string | undefined) =>
  `The server redirects to "${location}", which is not an address. Look at its Location header.`;
export const redirectLeavesWeb = (location: string | undefined) =>
  `The server redirects to "${location}". A redirect may lead to http and https only.`;
export const redirectCannotResend = "The server redirects, and a streamed request body cannot be sent again.";
export const tooManyRedirects = (times: number) =>
  `The server redirected ${times} times in a row, so the browser gave up. Does a page redirect to itself?`;

export const frameLeftEmpty = (frames: number, deep: number) =>
  `A frame was left empty. A page may have ${frames} frames here, ${deep} deep.`;
export const frameWasLeft = "A script in a frame changed the address in a way this window cannot follow.";
export const pageWasLeft = "A script changed the address in a way this window cannot follow.";
export const frameMayNotLead = (address: string) =>
  `A frame of another origin may not take the page away to ${address}: no click in it asked for that.`;
export const tabNotAsked = (address: string) =>
  `A new tab for ${address} was blocked: no click asked for it.`;
export const tooManyTabs = (address: string, most: number) =>
  `A new tab for ${address} was blocked: there are ${most} already.`;
export const moduleNotLoaded = (address: string) => `The module ${address} could not be loaded.`;
export const scriptCookieRefused = (line: string, reason: string) =>
  `document.cookie: ${line} was ${reason}.`;
export const tooManyRequests = (most: number, waiting: number) =>
  `A page may have ${most} requests at once here, and ${waiting} that wait.`;
export const requestFailed = (method: string, url: string, why: string) => `${method} ${url} failed. ${why}`;
export const tooManyParts = (url: string, most: number) =>
  `${url} was not loaded: a page may have ${most} parts here.`;
export const partAnswered = (url: string, status: number) => `GET ${url} was answered ${status}.`;
export const partFailed = (url: string, why: string) => `GET ${url} failed. ${why}`;
export const saveFile = (name: string) => `Save ${name}`;
export const offersFile = "The page offers a file. ";

export const noAnswerFromPorts = (ports: readonly number[]) =>
  `no answer came from port ${ports.join(" and ")}`;
export const proxyAnswered = "no server answered, so the proxy did";
export const textTooLong = (characters: number, most: number) =>
  `A text of ${characters} characters is more than a page may send here, which is ${most}.`;
export const bodyTooLong = (bytes: number, most: number) =>
  `A body or file of ${bytes} bytes is more than a page may send here, which is ${most}.`;
export const notSent = (what: string, why: string) => `Not sent (${what}): ${why}`;
