/** The inspector: what travelled, what the browsers keep, what the server keeps. */
export const views = "Inspector views";
export const exchanges = (count: number) => `Exchanges ${count}`;
export const cookieJar = (count: number) => `Cookie jar ${count}`;
export const sessionRecord = "Session record";
export const store = "Store";
export const page = "Page";
export const noneLikeThat = "No exchange is like that.";
export const selectedExchange = "The selected exchange";
export const newestFirst = "Exchanges, newest first";

export const filter = "Filter the exchanges";
export const pathContains = "Path contains";
export const path = "Path";
export const browser = "Browser";
export const anyBrowser = "Any browser";
export const host = "Host";
export const anyHost = "Any host";
export const method = "Method";
export const anyMethod = "Any method";
export const status = "Status";
export const anyStatus = "Any status";
export const failed = "failed";
export const onlyUnwanted = "Only withheld or refused";
export const showAll = "Show all";
export const savesList = "Saves the exchanges of this list as an HTTP Archive";
export const saveHar = "Save HAR";
export const shownOf = (shown: number, all: number) => `${shown} of ${all}`;
export const newestKept = (count: number) => `The newest ${count} are kept`;

export const milliseconds = (count: number | string) => `${count} ms`;
export const heldBack = "held back";
export const storeFailed = "store failed";
export const sessionRead = "session read";
export const sessionNew = "session new";
export const sessionModified = "session modified";
export const sessionDestroyed = "session destroyed";

export const cameBy = (agent: string, initiator: string, time: string) =>
  `${agent}, by ${initiator}, at ${time}`;
export const cameByRedirect = (agent: string, initiator: string, time: string) =>
  `${agent}, by ${initiator}, at ${time}, following a redirect`;
export const byAddress = "the address field";
export const byLink = "a link";
export const byForm = "a form";
export const byFetch = "fetch in the page";
export const bySubresource = "the page's own resource";
export const byHistory = "back, forward or reload";
export const byTest = "a test";
export const byScript = "a script";
export const goToMoment = "Go to this moment";
export const showsMoment = "Shows jar, record and page as they were just after this exchange";

export const copy = "Copy";
export const asCurl = "As a curl command";
export const curlCommand = "The curl command";
export const asHar = "As an HTTP Archive (HAR)";
export const archive = "The archive";
export const saveAsHar = "Save as a HAR file";
export const inClipboard = (what: string) => `${what} is in the clipboard.`;
export const copyByHand = "The browser did not let this page write to the clipboard. Copy the text by hand.";
export const textToCopy = "The text to copy";

export const lookingAtPast = <Part>(strong: Part, exchange: Part, agent: Part, time: Part) => [
  strong,
  " jar, record and page just after ",
  exchange,
  " of ",
  agent,
  ", at ",
  time,
  ". Nothing can be changed here.",
];
export const youLookAtPast = "You are looking at the past:";
export const noPageThen = (agent: string) => `${agent}'s browser had shown no page by then.`;
export const pageLetGo = (bytes: number) =>
  `This page's ${bytes} bytes were let go to keep this page's memory bounded.`;
export const pageThen = (agent: string) => `${agent}'s page then`;
export const asItCame = <Part>(agent: Part, address: Part) => [
  agent,
  " at ",
  address,
  ", as it came from the server. Its scripts do not run, and its links lead nowhere.",
];

export const noRecordYet = "No request has met a session yet. Its record shows here, never its id.";
export const noRecordThen = "No request had met a session yet. Its record shows here, never its id.";
export const recordNow = (agent: string) => `${agent}'s session record now`;
export const recordThen = (agent: string) => `${agent}'s session record then`;
