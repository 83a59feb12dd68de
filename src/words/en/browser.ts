/** The browsers of the bench: windows, tabs, address bar, menu. */
export const back = "Back";
export const forward = "Forward";
export const reload = "Reload";
export const address = "Address";
export const go = "Go";
export const attacker = ", the attacker";

export const browsers = "Browsers";
export const sideBySide = "Side by side";
export const addBrowser = "Add a browser";
export const browserOf = (agent: string) => `${agent}'s browser`;

export const moreOf = (agent: string) => `More of ${agent}'s browser`;
export const loading = "Loading…";
export const newTab = "New tab";
export const privateWindow = "Private window";
export const closeAndForget = "Close and forget its cookies";
export const closeBrowserOf = (agent: string) => `Close ${agent}'s browser`;
export const browserClosed = (agent: string) => `${agent}'s browser is closed, and its cookies are gone.`;
export const privateWindowClosed = (agent: string) =>
  `${agent}'s private window is closed, and its cookies are gone.`;

export const tabsOf = (agent: string) => `${agent}'s tabs`;
export const closeTab = (tab: string) => `Close the tab ${tab}`;
export const tabClosed = (agent: string, tab: string) => `${agent}'s tab ${tab} is closed.`;

export const pageSays = (agent: string, text: string) => `${agent}'s page: ${text}`;
export const pageNotShown = (why: string) => `Pages cannot be shown here yet (${why}).`;
export const needsResubmit = "This page came from a form. Showing it again sends the form again.";
export const sendAgain = "Send again";
export const emptyPrivate =
  "A private window: its cookie jar is empty, and all that comes into it is forgotten when it is closed. Type an address.";
export const emptyPage = (agent: string) =>
  `Press Run, and ${agent} opens your server here; or type an address.`;
export const emptyPageWhileListening = (agent: string) =>
  `${agent} has no page open yet: press Enter in the address above.`;
