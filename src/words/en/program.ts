/** How the engine and the learner's programs stand. */
export const startingEngine = "Starting the engine";
export const loadingEngine = "Loading the engine";
export const preparingFrame = "Preparing a safe frame for your program";
export const startingBuiltIns = "Starting Node's built-ins";
export const engineReady = "The engine is ready";
export const loadingContainer = "Loading what goes into the container";
export const startingContainer = "Starting WebContainer from StackBlitz's servers";
export const startingNode = "Starting Node in the container";
export const probing = "Asking a small program whether all is well";
export const containerReady = "The container is ready";
export const step = (sentence: string) => `${sentence}…`;
export const engineFailed = (why: string) => `The engine did not start: ${why} Press Run to try again.`;

export const stopped = "Not running";
export const starting = "Starting your program…";
export const runningWithoutPort = "Running, not listening on a port yet";
export const listening = (ports: string) => `Listening on port ${ports}`;
export const answersNothing = (seconds: number) =>
  `Your program has answered nothing for ${seconds} s. Press Stop if this is an endless loop.`;
export const ended = "Your program ended by itself. A server stays alive while it listens.";
export const endedWithCode = (code: number) => `Your program ended with code ${code}.`;
export const crashed = (summary: string) => `Your program crashed: ${summary}`;
export const atPlace = (what: string, path: string, line: number) => `${what} (${path}, line ${line})`;

export const processes = "Processes";
export const start = "Start";
export const startProcess = (name: string) => `Start ${name}`;
export const stopProcess = (name: string) => `Stop ${name}`;
export const shortStopped = "not running";
export const shortStarting = "starting…";
export const shortRunning = "running";
export const shortListening = (ports: string) => `listening on ${ports}`;
export const shortNoAnswer = (seconds: number) => `no answer for ${seconds} s`;
export const shortEnded = "ended by itself";
export const shortEndedWithCode = (code: number) => `ended with code ${code}`;
export const shortCrashed = (summary: string) => `crashed: ${summary}`;
export const notStarted = (name: string, missing: string) =>
  `${name} was not started: it waits for ${missing}, which does not listen.`;

export const nothingListens = (port: number) =>
  `Nothing listens on port ${port}. Press Run to start your server, and look at the console if it stopped.`;
export const connectionReset =
  "Your server ended the connection before it answered. Look at the console for the reason.";
export const neverAnswered =
  "Your server took the request and never answered. Does each path through the handler end the response?";
