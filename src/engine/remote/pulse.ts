import type { Link } from "./link.ts";

/** Beats in a row without an answer, after which the other side counts as gone. */
const SILENT_BEATS = 4;

/**
 * Asks the other side at each beat whether it is there, because one that breaks tells nobody. Calls `onLost`
 * once when it has not answered for a while. Beats are counted, not time: a page that the browser had put to
 * sleep makes one, not many. The returned function stops it.
 */
export function watchPulse(link: Link, beatMs: number, onLost: () => void): () => void {
  let silent = 0;
  const heard = () => {
    silent = 0;
  };
  const timer = setInterval(() => {
    silent += 1;
    if (silent <= SILENT_BEATS) {
      link.call("ping", {}).then(heard, () => {});
      return;
    }
    clearInterval(timer);
    onLost();
  }, beatMs);
  return () => clearInterval(timer);
}
