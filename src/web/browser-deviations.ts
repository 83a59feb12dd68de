/** Something in which the workbook's browsers differ from a real one. Held as `engine/deviations` are. */
export interface BrowserDeviation {
  readonly id: string;
  /** What differs. A sentence. */
  readonly text: string;
  /** The test that shows it: its file, from the root of the repository, and words in it. */
  readonly shownBy: { readonly file: string; readonly words: string };
}

const PAGE_SCRIPTS = "src/web/window/page-scripts.browser.test.ts";

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
];
