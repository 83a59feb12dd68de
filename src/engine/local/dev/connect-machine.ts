import { EngineError, type EngineEvents } from "../../engine.ts";
import { Link } from "../../remote/link.ts";
import { RemoteEngine } from "../../remote/remote-engine.ts";
import { remoteFolder } from "./folder-verbs.ts";
import { decodeFrame, encodeFrame } from "./frames.ts";
import {
  folderName,
  MACHINE_PATH,
  PROTOCOL,
  READY,
  STREAM_CHUNK_BYTES,
  TOKEN_PREFIX,
} from "./machine-address.ts";

/** The parts of a `WebSocket` that are used here. */
export type MachineSocket = Pick<
  WebSocket,
  "binaryType" | "readyState" | "addEventListener" | "close" | "send"
>;

export interface ConnectOptions {
  /** Of the dev server: "http://localhost:4321". */
  readonly origin: string;
  readonly token: string;
  /** The exercise whose folder `work/NAME` the machine has. Default: a temporary folder. */
  readonly folder?: string;
  readonly signal?: AbortSignal;
  /** Default: the browser's `WebSocket`. */
  readonly openSocket?: (url: string, protocols: string[]) => MachineSocket;
}

/**
 * An engine on the learner's own machine, through the dev server that served the page. Rejects with `EngineError`
 * "boot-failed" when there is none to be had, or "aborted".
 */
export async function connectMachine({
  origin,
  token,
  folder,
  signal,
  openSocket = (url, protocols) => new WebSocket(url, protocols),
}: ConnectOptions): Promise<RemoteEngine> {
  if (signal?.aborted) throw givenUp();
  const url = new URL(MACHINE_PATH, origin);
  url.protocol = "ws:";
  if (folder !== undefined) url.searchParams.set("folder", folder);
  const socket = openSocket(url.href, [PROTOCOL, TOKEN_PREFIX + token]);
  socket.binaryType = "arraybuffer";
  const ready = Promise.withResolvers<void>();
  const link: Link = new Link({
    send: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(encodeFrame(message));
    },
    handlers: {},
    bytes: "raw",
    chunkBytes: STREAM_CHUNK_BYTES,
    onEvent: (name, value) => {
      if (name === READY) ready.resolve();
      else engine.receive(name as keyof EngineEvents, value as EngineEvents[keyof EngineEvents]);
    },
  });
  const engine = new RemoteEngine("local", {
    link,
    ...(folder === undefined ? {} : { sharedFolder: remoteFolder(folderName(folder), link) }),
    end: () => socket.close(),
  });
  socket.addEventListener("message", ({ data }) => link.receive(decodeFrame(new Uint8Array(data))));
  socket.addEventListener("close", ({ reason }) => {
    const why = `The machine behind the dev server is gone${reason === "" ? "" : ` (${reason})`}. Is \`npm run dev\` running?`;
    ready.reject(new EngineError("boot-failed", why));
    engine.lose(why);
  });
  const abort = () => {
    ready.reject(givenUp());
    socket.close();
  };
  signal?.addEventListener("abort", abort, { once: true });
  try {
    await ready.promise;
    return engine;
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

function givenUp(): EngineError {
  return new EngineError("aborted", "The machine was not waited for.");
}
