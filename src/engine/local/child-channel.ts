import type { ChildProcess } from "node:child_process";
import type { Duplex } from "node:stream";
import { TOLD_LIMIT_BYTES } from "./cell.ts";
import { readLines, writeLine } from "./line-messages.ts";
import { type FromProcess, IPC_FD, type ToProcess } from "./process-messages.ts";
import { untrustedMessage } from "./untrusted-message.ts";

/** Sends to the process; nothing happens when it has ended. */
type Tell = (message: ToProcess) => void;

/** Node's own channel. */
export function trustedChannel(child: ChildProcess, onMessage: (message: FromProcess) => void): Tell {
  child.on("message", (message) => onMessage(message as FromProcess));
  return (message) => {
    if (child.connected) child.send(message, () => undefined);
  };
}

/** The channel of a process in a cell. What is no message is passed over; `endFor` is called when it will not stop. */
export function lineChannel(
  child: ChildProcess,
  onMessage: (message: FromProcess) => void,
  endFor: (reason: string) => void,
): Tell {
  const channel = child.stdio[IPC_FD] as Duplex;
  channel.on("error", () => undefined);
  let over = false;
  readLines(channel, {
    onLine: (line) => {
      const message = untrustedMessage(line);
      if (message !== undefined && !over) onMessage(message);
    },
    onBytes: (total) => {
      if (over || total <= TOLD_LIMIT_BYTES) return;
      over = true;
      channel.pause();
      endFor("The program sent its engine more than it has to say, and was ended.");
    },
  });
  return (message) => writeLine(channel, message);
}
