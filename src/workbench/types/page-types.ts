import * as words from "../../words/en/problems.ts";
import { TypeClient, type TypesLinkEvents } from "./type-client.ts";
import type { FromTypesWorker } from "./type-messages.ts";

/** A page that nobody has looked at for this long gives its worker's memory back. */
const HIDDEN_LONG_MS = 5 * 60_000;

let client: TypeClient | undefined;

/** The page's one worker with TypeScript, for all editors on it. */
export function pageTypes(): TypeClient {
  client ??= watched(new TypeClient(openWorker));
  return client;
}

function openWorker({ onMessage, onDeath }: TypesLinkEvents) {
  const worker = new Worker(new URL("./types-worker.ts", import.meta.url), { type: "module", name: "types" });
  worker.onmessage = ({ data }: MessageEvent<FromTypesWorker>) => onMessage(data);
  worker.onerror = ({ message }) => onDeath(message || words.scriptDidNotLoad);
  worker.onmessageerror = () => onDeath(words.answerUnreadable);
  return { post: worker.postMessage.bind(worker), end: () => worker.terminate() };
}

/** Asked again, a worker that was given back comes back. */
function watched(made: TypeClient): TypeClient {
  let timer: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.visibilityState === "hidden") timer = setTimeout(() => made.stop(), HIDDEN_LONG_MS);
  });
  return made;
}
