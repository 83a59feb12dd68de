const BEFORE_RELOAD = "keepsake:before-reload";
/** Longer, and the browser's storage does not answer: what the page does when it is left must do then. */
const WAITS_AT_MOST_MS = 2_000;

class BeforeReload extends Event {
  readonly saving: Promise<boolean>[] = [];
}

/**
 * Calls back when the reader has asked for the new version; the page reloads when the promise has settled. `save` answers
 * whether a reload loses nothing of what is there. Returned: stops that.
 */
export function onBeforeReload(save: () => Promise<boolean>): () => void {
  const listener = (event: Event) => {
    if (event instanceof BeforeReload) event.saving.push(save());
  };
  addEventListener(BEFORE_RELOAD, listener);
  return () => removeEventListener(BEFORE_RELOAD, listener);
}

/**
 * Settles when all that the page holds is saved, or has been waited for long enough. Answers whether nothing is known
 * that a reload would lose. Never rejects.
 */
export async function saveBeforeReload(): Promise<boolean> {
  const event = new BeforeReload(BEFORE_RELOAD);
  dispatchEvent(event);
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(true), WAITS_AT_MOST_MS);
  const all = Promise.all(event.saving.map((saved) => saved.catch(() => false)));
  const isKept = await Promise.race([all.then((each) => each.every(Boolean)), late]);
  clearTimeout(timer);
  return isKept;
}
