const AT_THE_LATEST_MS = 2_000;
/** Where the browser does not say when it is idle. */
const SOON_MS = 200;

/** Runs the task when the page has nothing else to do, so that what one sees first does not wait for it. */
export function whenIdle(task: () => void): void {
  if ("requestIdleCallback" in window) window.requestIdleCallback(task, { timeout: AT_THE_LATEST_MS });
  else setTimeout(task, SOON_MS);
}
