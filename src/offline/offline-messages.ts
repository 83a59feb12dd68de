/** Where the service worker tells all pages how far it is. */
export const OFFLINE_CHANNEL = "keepsake:offline";

/** From the service worker. */
export type OfflineNews =
  | {
      readonly kind: "progress";
      readonly build: string;
      readonly doneBytes: number;
      readonly allBytes: number;
    }
  /** The copy could not be made; `reason` is the browser's own. */
  | { readonly kind: "failed"; readonly build: string; readonly reason: string };

/** To a service worker that waits: take over now. */
export const TAKE_OVER = "keepsake:take-over";
