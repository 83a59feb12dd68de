import { writeSync } from "node:fs";
import { FRAME_HEAD_BYTES, OUTPUT_FD } from "./process-messages.ts";

/**
 * Sends what the program writes to stdout and stderr down one pipe, in frames: two pipes would lose the
 * order. What Node itself writes when it crashes still goes to the real stderr.
 */
export function installOutput(): void {
  redirect(process.stdout, 1);
  redirect(process.stderr, 2);
}

type Write = (chunk: Buffer | string, encoding: BufferEncoding, done: (error?: Error | null) => void) => void;

function redirect(stream: NodeJS.WriteStream, tag: number): void {
  const write: Write = (chunk, encoding, done) => {
    try {
      writeFrame(tag, typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk);
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  };
  Object.assign(stream, { _write: write, _writev: undefined });
}

function writeFrame(tag: number, text: Buffer): void {
  const frame = Buffer.allocUnsafe(FRAME_HEAD_BYTES + text.byteLength);
  frame.writeUInt8(tag, 0);
  frame.writeUInt32BE(text.byteLength, 1);
  frame.set(text, FRAME_HEAD_BYTES);
  for (let written = 0; written < frame.byteLength; ) {
    try {
      written += writeSync(OUTPUT_FD, frame, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      pause();
    }
  }
}

/** The reader is behind: give it a moment without leaving this call. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}
