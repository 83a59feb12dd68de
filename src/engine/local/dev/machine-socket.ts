import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { type Handler, Link } from "../../remote/link.ts";
import { engineHandlers, tellEvents } from "../../remote/serve-engine.ts";
import { bootConfinedEngine, type ConfinedEngineOptions } from "../confined-engine.ts";
import type { LocalMachine } from "../local-engine.ts";
import { LocalFolder } from "../local-folder.ts";
import { folderHandlers } from "./folder-verbs.ts";
import { decodeFrame, encodeFrame } from "./frames.ts";
import { type Gate, refusal } from "./gate.ts";
import {
  folderName,
  MACHINE_PATH,
  type MachineReady,
  PROTOCOL,
  READY,
  STREAM_CHUNK_BYTES,
} from "./machine-address.ts";

export interface MachineSocketOptions {
  readonly server: Server;
  readonly gate: () => Gate;
  /** For each machine. */
  readonly engine?: Omit<ConfinedEngineOptions, "folder">;
}

/** Machines at once. */
export const MACHINE_LIMIT = 16;
/** One message; bodies and output come in smaller ones, a file comes whole. */
const MESSAGE_LIMIT_BYTES = 16 * 1024 * 1024;
/** More messages than this have to wait. */
const MESSAGES_PER_SECOND = 20_000;
const RATE_WINDOW_MS = 1_000;
/** Of a folder below `work`: an exercise's slug. */
const FOLDER_NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;
/** WebSocket's own codes for a connection that is closed. */
const INTERNAL_ERROR = 1011;
const POLICY_VIOLATION = 1008;

/**
 * Gives each page that connects a machine of its own, which ends with the connection. Requests for other paths are
 * left to the server's other listeners. The returned function ends all machines and takes no more.
 */
export function serveMachines({ server, gate, engine = {} }: MachineSocketOptions): () => Promise<void> {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_LIMIT_BYTES,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });
  const machines = new Set<Promise<void>>();
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Anybody's target comes here before it is refused, and `new URL` throws at some, as "//".
    const [path, query] = (request.url ?? "").split("?", 2);
    if (path !== MACHINE_PATH) return;
    const folder = new URLSearchParams(query).get("folder") ?? undefined;
    const refused = refusal(request, gate());
    if (refused !== undefined) return refuse(socket, refused.status, refused.why);
    if (folder !== undefined && !FOLDER_NAME.test(folder))
      return refuse(socket, 404, "there is no such folder");
    if (machines.size >= MACHINE_LIMIT) return refuse(socket, 503, "too many machines run already");
    sockets.handleUpgrade(request, socket, head, (page) => {
      const machine = serveMachine(page, folder === undefined ? engine : { ...engine, folder });
      machines.add(machine);
      void machine.finally(() => machines.delete(machine));
    });
  };
  server.on("upgrade", onUpgrade);
  return async () => {
    server.off("upgrade", onUpgrade);
    for (const page of sockets.clients) page.terminate();
    sockets.close();
    await Promise.all(machines);
  };
}

/** Settles when the page is gone and its machine has ended. Never rejects. */
async function serveMachine(page: WebSocket, options: ConfinedEngineOptions): Promise<void> {
  const gone = new Promise<void>((resolve) => page.once("close", () => resolve()));
  page.on("error", () => page.terminate());
  // What comes before there is a machine waits in the socket.
  page.pause();
  try {
    const engine = await bootConfinedEngine(options);
    const link = new Link({
      send: (message) => page.send(encodeFrame(message)),
      handlers: { ...engineHandlers(engine), ...sharedHandlers(engine, options.folder) },
      bytes: "raw",
      chunkBytes: STREAM_CHUNK_BYTES,
    });
    receiveFrom(page, link);
    tellEvents(engine, link);
    const ready: MachineReady = { nodeVersion: process.version };
    link.tell(READY, ready);
    page.resume();
    await gone;
    link.close(new Error("The page is gone."));
    await engine.teardown();
  } catch (error) {
    page.resume();
    page.close(INTERNAL_ERROR, reasonOf(error));
    await gone;
  }
}

function sharedHandlers(engine: LocalMachine, folder: string | undefined): Readonly<Record<string, Handler>> {
  if (folder === undefined) return {};
  return folderHandlers(new LocalFolder(folderName(folder), engine.folder, engine.fs));
}

function receiveFrom(page: WebSocket, link: Link): void {
  let left = MESSAGES_PER_SECOND;
  const refill = setInterval(() => {
    left = MESSAGES_PER_SECOND;
    page.resume();
  }, RATE_WINDOW_MS);
  page.once("close", () => clearInterval(refill));
  page.on("message", (data, isBinary) => {
    left -= 1;
    if (left <= 0) page.pause();
    try {
      if (!isBinary || !Buffer.isBuffer(data)) throw new TypeError("Messages are binary.");
      link.receive(decodeFrame(data));
    } catch (error) {
      page.close(POLICY_VIOLATION, reasonOf(error));
    }
  });
}

function refuse(socket: Duplex, status: number, why: string): void {
  const text = `Refused: ${why}.\n`;
  socket.on("error", () => undefined);
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
  );
}

/** As much as fits into a closing message. */
function reasonOf(error: unknown): string {
  const bytes = new TextEncoder().encode(error instanceof Error ? error.message : String(error));
  return new TextDecoder().decode(bytes.subarray(0, 120)).replace(/\uFFFD$/, "");
}
