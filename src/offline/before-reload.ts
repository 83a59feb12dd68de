const BEFORE_RELOAD = "keepsake:before-reload";
/** Longer, and the browser's storage does not answer: what the page does when it is left must do then. */
const WAITS_AT_MOST_MS = 2_000;

class BeforeReload extends Event {
  readonly saving: Promise<unknown>[] = [];
}

/** Calls back when the reader has asked for the new version; the page reloads when the promise has settled. Returned: stops that. */
export function onBeforeReload(save: () => Promise<unknown>): () => void {
  const listener = (event: Event) => {
    if (event instanceof BeforeReload) event.saving.push(save());
  };
  addEventListener(BEFORE_RELOAD, listener);
  return () => removeEventListener(BEFORE_RELOAD, listener);
}

/** Settles when all that the page holds is saved, or has been waited for long enough. Never rejects. */
export async function saveBeforeReload(): Promise<void> {
  const event = new BeforeReload(BEFORE_RELOAD);
  dispatchEvent(event);
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, WAITS_AT_MOST_MS);
  await Promise.race([Promise.allSettled(event.saving), late]);
  clearTimeout(timer);
}
