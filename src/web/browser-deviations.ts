/** Something in which the workbook's browsers differ from a real one. Held as `engine/deviations` are. */
export interface BrowserDeviation {
  readonly id: string;
  /** What differs. A sentence. */
  readonly text: string;
  /** The test that shows it: its file, from the root of the repository, and words in it. */
  readonly shownBy: { readonly file: string; readonly words: string };
}

const PAGE_SCRIPTS = "src/web/window/page-scripts.browser.test.ts";
const PAGES = "src/web/window/deviations.browser.test.ts";
const OWN = "src/web/browser-deviations.test.ts";

/** Every way in which a page is meant to find the workbook's browser other than a real one. */
export const browserDeviations: readonly BrowserDeviation[] = [
  {
    id: "no-storage",
    text: "localStorage, sessionStorage, indexedDB and service workers throw SecurityError: the page's frame has an opaque origin.",
    shownBy: { file: PAGE_SCRIPTS, words: "keeps the page away from the course" },
  },
  {
    id: "computed-location",
    text: 'A computed way to location (window["loca" + "tion"], eval) leaves the frame; the window says so and shows how to write it.',
    shownBy: { file: PAGE_SCRIPTS, words: "says so when a script leaves by a way it cannot follow" },
  },
  {
    id: "inserted-code",
    text: "Code that a script inserts as text (a handler in innerHTML, a script element) is not read before it runs: its location leaves the frame, its loops are not stopped.",
    shownBy: { file: PAGES, words: "what a script inserts as text leaves the frame by location" },
  },
  {
    id: "loops-are-stopped",
    text: "A loop of a page's script that runs two seconds without a pause throws.",
    shownBy: { file: PAGE_SCRIPTS, words: "stops an endless loop of a page's script" },
  },
  {
    id: "document-cookie-mirror",
    text: "document.cookie answers from a mirror at once; the jar's verdict follows within a message.",
    shownBy: {
      file: "src/web/window/agent-window.browser.test.ts",
      words: "never shows an HttpOnly cookie to a script, and lets it write its own",
    },
  },
  {
    id: "https-without-certificates",
    text: "https is a promise of the workbook: there are no certificates and nothing is encrypted. Cookies and origins follow its rules.",
    shownBy: { file: "src/web/site.test.ts", words: "https" },
  },
  {
    id: "lax-plus-post",
    text: "A cookie without SameSite is not sent with a cross-site POST in its first two minutes either; one browser makes that exception.",
    shownBy: { file: "src/web/same-site.test.ts", words: "Lax that lets a fresh cookie pass with a POST" },
  },
  {
    id: "no-cache",
    text: "Nothing is cached: every visit, and going back too, asks the server for all of a page.",
    shownBy: { file: "src/web/user-agent.test.ts", words: "goes back, forward and reloads by asking again" },
  },
  {
    id: "no-content-encoding",
    text: "No Accept-Encoding is sent, so compression() sends bodies as they are. One that comes compressed all the same is shown and read packed.",
    shownBy: { file: OWN, words: "asks for no compression and unpacks nothing" },
  },
  {
    id: "no-site-policies",
    text: "Strict-Transport-Security and Clear-Site-Data do nothing.",
    shownBy: { file: OWN, words: "heeds neither Strict-Transport-Security nor Clear-Site-Data" },
  },
  {
    id: "no-http-authentication",
    text: "A user name and password in an address are dropped, and WWW-Authenticate asks for none: no Authorization is sent that a script has not set.",
    shownBy: { file: OWN, words: "drops user names in addresses and asks for none" },
  },
  {
    id: "no-content-policy",
    text: "Of a Content-Security-Policy only frame-ancestors counts, and an https page loads parts over http.",
    shownBy: { file: PAGES, words: "binds it to nothing, and an https page loads http parts" },
  },
  {
    id: "no-sockets",
    text: "WebSocket and EventSource fail.",
    shownBy: { file: PAGE_SCRIPTS, words: "finds left of the browser's own fetch" },
  },
  {
    id: "no-peers",
    text: "There is no WebRTC: RTCPeerConnection is undefined, in a page and in the frames that it fills with srcdoc.",
    shownBy: { file: PAGE_SCRIPTS, words: "has no WebRTC, nor have the frames that it fills itself" },
  },
  {
    id: "no-early-connections",
    text: "A link with preconnect or dns-prefetch does nothing: its address is put aside, and href reads it back.",
    shownBy: { file: PAGE_SCRIPTS, words: "connects to nothing early" },
  },
  {
    id: "no-declarative-shadow-roots",
    text: "A template with shadowrootmode stays a template; attachShadow makes a shadow root.",
    shownBy: { file: PAGE_SCRIPTS, words: "makes no declarative shadow root" },
  },
  {
    id: "filled-frames",
    text: "A frame that a page fills with srcdoc reads it back; getAttribute and outerHTML show a script of the workbook in front.",
    shownBy: { file: PAGE_SCRIPTS, words: "reads back the srcdoc of a frame as it was written" },
  },
  {
    id: "no-waiting-requests",
    text: "A synchronous XMLHttpRequest throws InvalidAccessError.",
    shownBy: { file: PAGES, words: "a synchronous XMLHttpRequest throws" },
  },
  {
    id: "null-origin",
    text: 'self.origin and the origin of messages are "null", so postMessage to an origin by its name never arrives. location.origin is right.',
    shownBy: { file: PAGES, words: "self.origin is null" },
  },
  {
    id: "late-hash",
    text: "location.hash, once set, is read as it was until the window has answered, which takes a message.",
    shownBy: { file: PAGES, words: "location.hash is read as it was" },
  },
  {
    id: "no-last-words",
    text: "What a page sends as it is left (sendBeacon, keepalive) is lost.",
    shownBy: { file: PAGES, words: "a beacon that a page sends as it is left" },
  },
  {
    id: "links-to-servers-only",
    text: "A link with download leads to its address, and one to blob: or data: opens nothing.",
    shownBy: { file: PAGES, words: "a link with download leads there" },
  },
  {
    id: "limits-of-sending",
    text: "A page sends no text (a form field, an address, a header) of more than 1,048,576 characters and no body or file of more than 64 MiB: fetch rejects, a form stays, and the console says so.",
    shownBy: {
      file: "src/web/window/bridge/page-fetch.test.ts",
      words: "rejects a fetch whose body or text is over the limit",
    },
  },
  {
    id: "load-before-images",
    text: "The load event waits for no image.",
    shownBy: { file: PAGES, words: "the load event waits for no image" },
  },
  {
    id: "addresses-of-the-frame",
    text: "import.meta.url is a data: address, and :target matches nothing.",
    shownBy: { file: PAGES, words: "import.meta.url is a data: address" },
  },
  {
    id: "names-of-own-frames",
    text: "target and window.open find a frame by its name in the page itself only; any other name is a new tab.",
    shownBy: { file: PAGES, words: "a name leads to a frame of the page itself" },
  },
  {
    id: "windows-around",
    text: "top and parent are the page itself in the address bar; said in a way that is computed, they are the course's windows, which tell nothing. A frame never reads the address of the page around it, of its own origin neither.",
    shownBy: {
      file: "src/web/window/frames.browser.test.ts",
      words: "a frame-buster finds nothing around a page",
    },
  },
];
