/** Why a browser keeps a response from a page, and why a request went to one server and not to another. */
export const noAllowOrigin = (origin: string) =>
  `the response has no Access-Control-Allow-Origin, so a page of ${origin} may not read it`;
export const wildcardWithCredentials =
  "Access-Control-Allow-Origin: * is not enough for a request with credentials: name the origin";
export const otherOrigin = (allowed: string, origin: string) =>
  `Access-Control-Allow-Origin is ${allowed}, and the page is of ${origin}`;
export const noAllowCredentials =
  "the request carries credentials, and the response has no Access-Control-Allow-Credentials: true";
export const preflightAnswered = (status: number) => `the OPTIONS request was answered ${status}, not 2xx`;
export const methodNotNamed = (method: string) => `Access-Control-Allow-Methods does not name ${method}`;
export const headerNotNamed = (header: string) => `Access-Control-Allow-Headers does not name ${header}`;
export const keptFromPage = (why: string) => `The browser kept this response from the page: ${why}.`;

export const frameAncestors = (host: string, outside: string) =>
  `${host} does not let ${outside} show it in a frame (Content-Security-Policy: frame-ancestors)`;
export const frameDeny = (host: string) => `${host} lets nobody show it in a frame (X-Frame-Options: DENY)`;
export const frameSameOrigin = (host: string, outside: string) =>
  `${host} does not let ${outside} show it in a frame (X-Frame-Options: SAMEORIGIN)`;

export const onlyServer = "it is the only server";
export const serversTurn = "it was this server's turn (round robin)";
export const cookieAsks = (name: string, label: string) => `the cookie ${name}=${label} asks for it (sticky)`;
