/** The cookie jars, and the question where their cookies would go. */
export const emptyJar = (agent: string) =>
  `${agent}'s cookie jar is empty. A response with Set-Cookie fills it.`;
export const emptyJarThen = (agent: string) =>
  `${agent}'s cookie jar was empty. A response with Set-Cookie fills it.`;
export const jarOf = (agent: string) => `${agent}'s cookie jar`;
export const cookiesOf = (agent: string) => `${agent}'s cookies`;
export const cookiesThen = (agent: string) => `${agent}'s cookies then`;
export const name = "Name";
export const value = "Value";
export const valueOfCookie = (cookie: string) => `Value of ${cookie}`;
export const hostAndPath = "Host and path";
export const timeLeft = "Time left";
export const attributes = "Attributes";
export const setBy = "Set by";
export const actions = "Actions";
export const andBelow = (domain: string) => `${domain} and below`;
export const deleteCookie = "Delete";
export const deleteNamed = (cookie: string) => `Delete ${cookie}`;
export const deleted = (cookie: string, agent: string) => `${cookie} is out of ${agent}'s cookie jar.`;
export const copyTo = (agent: string) => `Copy to ${agent}`;
export const copyInto = (cookie: string, agent: string) => `Copy ${cookie} into ${agent}'s jar`;
export const setByScript = "a script, or long ago";
export const laxByDefault = "Lax (by default)";
export const notHttpOnly = "not HttpOnly";
export const notSecure = "not Secure";
export const untilBrowserCloses = "until the browser closes";

export const whereWouldTheyGo = "Where would they go?";
export const requestTo = "A request to";
export const madeBy = "made by";
export const wholeAddress = "Write a whole address: http://localhost:7148/cart";
export const typedAddress = "typed into the address field";
export const fetchOnOwnSite = "a fetch or an image on a page of its own site";
export const linkElsewhere = "a link on another site";
export const formElsewhere = "a form on another site, sent with POST";
export const fetchElsewhere = "a fetch or an image on another site";
export const scriptThere = "document.cookie on a page there";
export const ofAnotherSite = (domain: string, host: string) =>
  `it belongs to ${domain}, and this goes to ${host}`;
