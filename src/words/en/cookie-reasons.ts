/** Why a jar kept, refused, sent or withheld a cookie: sentences that go on after the verdict, without an end. */
export const sent = (why: string) => `sent: ${why}`;
export const withheld = (why: string) => `withheld: ${why}`;
export const refused = (why: string) => `refused: ${why}`;

export const hostOnly = (domain: string, host: string) =>
  `it has no Domain, so it goes to ${domain} only, and this goes to ${host}`;
export const domainDoesNotCover = (domain: string, host: string) => `Domain=${domain} does not cover ${host}`;
export const pathDoesNotCover = (path: string, asked: string) => `Path=${path} does not cover ${asked}`;
export const secureNotHttps = (origin: string) => `it is Secure, and ${origin} is not https`;
export const scriptAsks = "it is HttpOnly, and a script asks";
export const noOrigin = "a page without an origin";
export const partitionedFor = (its: string, here: string) =>
  `it is Partitioned and was set for ${its}; this is for ${here}`;
export const embeddedIn = (site: string) => `what is embedded across sites in ${site}`;
export const pagesOf = (site: string) => `pages of ${site}`;
export const blocksThirdParty = (host: string) =>
  `this browser blocks third-party cookies, and ${host} is not of the site in the address bar`;
export const sendsOnlyPartitioned = (host: string) =>
  `this browser sends third-party cookies only if they are Partitioned, and ${host} is not of the site in the address bar`;
export const keepsOnlyPartitioned = (host: string) =>
  `this browser keeps third-party cookies only if they are Partitioned, and ${host} is not of the site in the address bar`;
export const expired = (time: string) => `it expired at ${time}, and is deleted`;

export const strictAndThisIs = (request: string) => `SameSite=Strict and this is a ${request}`;
export const laxAndThisIs = (request: string) => `SameSite=Lax and this is a ${request}`;
export const defaultAndThisIs = (request: string) => `no SameSite means Lax, and this is a ${request}`;
export const youngDefault = (request: string) =>
  `no SameSite means Lax, and this is a ${request}; but it is younger than two minutes, and this browser lets such a cookie pass`;
export const crossSiteNavigation = (method: string) => `cross-site ${method}`;
export const crossSiteRequest = "cross-site request that is not a top-level navigation";
export const redirectLedThrough = (request: string, site: string) =>
  `${request}: a redirect led through ${site}`;
export const otherSiteBetween = (request: string, host: string) =>
  `${request}: a document of another site stands between it and the page of ${host}`;

export const belongsTo = (host: string, path: string) =>
  `it belongs to ${host}, Path=${path} covers the page, and nothing forbids it`;
export const domainCovers = (domain: string, host: string, path: string) =>
  `Domain=${domain} covers ${host}, Path=${path} covers the page, and nothing forbids it`;
export const redirectForgiven = (reason: string, site: string | undefined) =>
  `${reason}; the redirect through ${site} does not count (RFC 6265bis §5.2 asks who sent the request, not which way it came)`;

export const beyondAscii = (domain: string) =>
  `Domain=${domain} has letters beyond ASCII: such a name is written in its xn-- form`;
export const noHostName = (domain: string) => `Domain=${domain} is not the name of a host`;
export const publicSuffix = (domain: string) =>
  `Domain=${domain} is a public suffix: strangers share it, so no site may set cookies for all of it`;
export const otherDomain = (domain: string, host: string) =>
  `Domain=${domain} is neither ${host}, which answered, nor a domain above it`;
export const partitionedNeedsSecure = "it is Partitioned, and that needs Secure too";
export const partitionedNeedsOrigin = "it is Partitioned, and the page in the address bar has no origin";
export const secureOverHttp = (origin: string) =>
  `it is Secure, and ${origin} is not https, so the network could read or forge it`;
export const secureIsThere =
  "a Secure cookie of this name is there, and plain http may not replace or shadow it";
export const scriptMayNotSet = "it is HttpOnly, and a script may not set such a cookie; only a server may";
export const scriptMayNotReplace =
  "an HttpOnly cookie of this name is there, and a script may not replace it";
export const noneNeedsSecure =
  "SameSite=None asks to be sent with cross-site requests, and that needs Secure too";
export const defaultAnswersCrossSite =
  "it has no SameSite, which means Lax, and this answers a cross-site request that is not a top-level navigation";
export const answersCrossSite = (sameSite: string) =>
  `it is ${sameSite}, and this answers a cross-site request that is not a top-level navigation`;
export const looksProtected = "it has no name, and its value looks like a protected name";
export const noDomain = "no Domain";
export const prefixNeeds = (prefix: string, needs: readonly string[]) =>
  `a name that starts with ${prefix} needs ${needs.join(" and ")}`;
export const controlCharacter = (code: string) => `the line has a control character (${code})`;
export const nothingInIt = "it has neither a name nor a value";
export const tooLong = (bytes: number, most: number) =>
  `name and value are ${bytes} bytes, more than the ${most} allowed`;

export const evictedAtOnce =
  "the jar has no room for it beside the cookies that come before it, so it was evicted at once";

export const expiresIsPast = "Expires is past";
export const deleted = (how: string) => `deleted: ${how}, so the cookie that was there is gone`;
export const deletedNothing = (how: string) =>
  `deleted: ${how}, and no cookie of this name, domain and path was there`;
export const kept = (where: string, until: string) => `kept: ${where}, ${until}`;
export const keptInPlace = (where: string, until: string) =>
  `kept in place of the one before: ${where}, ${until}`;
export const forHostOnly = (domain: string) => `for ${domain} only`;
export const forHostsBelow = (domain: string) => `for ${domain} and the hosts below it`;
export const within = (where: string, partition: string) => `${where}, for ${partition}`;
export const untilBrowserCloses = "until the browser closes";
export const until = (time: string) => `until ${time}`;

export const fetchOmits = "this fetch carries no credentials (credentials: omit)";
export const fetchToOtherOrigin =
  "fetch to another origin carries no cookies unless it says credentials: include";
export const preflight = "a preflight never carries cookies";
