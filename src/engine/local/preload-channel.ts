import net from "node:net";
import { readLines, writeLine } from "./line-messages.ts";
import { type FromProcess, IPC_FD, type ToProcess } from "./process-messages.ts";

/** How a process talks with its engine. It does not keep the process alive, unless it is held. */
export interface EngineChannel {
  send(message: FromProcess): void;
  onMessage(receive: (message: ToProcess) => void): void;
  hold(): void;
  letGo(): void;
}

/** Node's own channel to the parent process; hidden from the program. The process ends when it breaks. */
export function parentChannel(): EngineChannel {
  const sendToParent = process.send?.bind(process);
  const channel = process.channel;
  process.once("disconnect", () => process.exit());
  return {
    send: (message) => {
      if (process.connected) sendToParent?.(message);
    },
    onMessage: (receive) => {
      process.on("message", receive);
      channel?.unref();
      // A program that asks whether it has a parent to talk to has none.
      Object.assign(process, { send: undefined, disconnect: undefined });
    },
    hold: () => channel?.ref(),
    letGo: () => channel?.unref(),
  };
}

/**
 * Lines of JSON, for a process in a cell: who reads them trusts nothing, and Node's own channel would let the program
 * send objects and open files to its parent.
 */
export function lineChannel(): EngineChannel {
  const socket = new net.Socket({ fd: IPC_FD, readable: true, writable: true });
  socket.on("error", () => undefined);
  socket.once("close", () => process.exit());
  socket.unref();
  return {
    send: (message) => writeLine(socket, message),
    onMessage: (receive) => readLines(socket, { onLine: (message) => receive(message as ToProcess) }),
    hold: () => socket.ref(),
    letGo: () => socket.unref(),
  };
}
