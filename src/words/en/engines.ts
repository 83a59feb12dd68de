/** The choice of an engine. Places are phrases that go on after "runs": "in the page". */
export const inThePage = "in the page";
export const aboutInpage = "Starts at once and needs no network.";
export const inContainer = "in a WebContainer";
export const aboutContainer = "StackBlitz's real Node. Needs the network.";
export const asksContainer =
  "WebContainer is loaded from StackBlitz's servers, which then see that you use it.";
export const notSecure =
  "WebContainer needs a page that came over https or from this machine, and this one did not.";
export const notIsolated =
  "WebContainer needs a page that is cross-origin isolated, and this site's server does not send the headers for it.";
export const offline = "WebContainer needs the network, and the browser is offline.";
export const onThisMachine = (version: string) => `on this machine (Node ${version})`;
export const aboutLocal = "Real Node, real files, and servers that run here, such as Redis.";
export const localFolder = (folder: string) => `Your own editor can open the same files in ${folder}.`;
export const startingMachine = "Starting a machine behind the dev server";

export const engine = (runsNow: string) => `Engine: ${runsNow}`;
export const choose = "Run the program (its own records begin anew with a change)";
export const automatically = "automatically";
export const aboutAutomatically =
  "The page. WebContainer before it, once you have agreed to that, and whatever an exercise needs.";
export const tryEngines = "Try the engines, and see where they differ from real Node";
export const runThere = (place: string) => `Run ${place}`;
export const stayInPage = "Stay in the page";

export const meanwhile = (step: string) => `${step}… Meanwhile your program runs in the page.`;
export const runsFromNext = (place: string) => `Your program runs ${place} from the next Run on.`;
export const storedThereIsGone = (reason: string) =>
  `${reason} What your program had stored there is gone with it.`;
export const inPageInstead = "Your program runs in the page instead.";
export const needsRealNode = "This program needs real Node and will not run as it should in the page.";
