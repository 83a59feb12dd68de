import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { OUTPUT_LIMIT_BYTES, type OutputChunk } from "../engine.ts";
import { FRAME_HEAD_BYTES, OUTPUT_FD } from "./process-messages.ts";

export interface LimitedOutput {
  readonly output: ReadableStream<OutputChunk>;
  /** Adds to stderr, past the limit too. */
  say(text: string): void;
  close(): void;
}

/**
 * What a process writes, up to {@link OUTPUT_LIMIT_BYTES}. One that writes more than `endBytes`, or whose frames are none, is
 * ended.
 */
export function limitedOutput(
  child: ChildProcess,
  endBytes = Number.POSITIVE_INFINITY,
  endFor: (reason: string) => void = () => undefined,
): LimitedOutput {
  let controller: ReadableStreamDefaultController<OutputChunk> | undefined;
  let left = OUTPUT_LIMIT_BYTES;
  const output = new ReadableStream<OutputChunk>(
    {
      start: (given) => {
        controller = given;
      },
      cancel: () => {
        controller = undefined;
      },
    },
    { highWaterMark: Number.POSITIVE_INFINITY },
  );
  let total = 0;
  const count = (bytes: Uint8Array) => {
    const before = total;
    total += bytes.byteLength;
    if (before <= endBytes && total > endBytes) {
      endFor(`The program wrote more than ${endBytes / 1024 / 1024} MB and was ended.`);
    }
  };
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const take = (stream: "stdout" | "stderr", bytes: Uint8Array) => {
    if (left <= 0) return;
    const kept = bytes.subarray(0, left);
    left -= kept.byteLength;
    const text = decoders[stream].decode(kept, { stream: true });
    if (text !== "") controller?.enqueue({ stream, text });
    if (left <= 0) {
      controller?.enqueue({
        stream: "stderr",
        text: `\n[The program wrote more than ${OUTPUT_LIMIT_BYTES / 1024 / 1024} MB. The rest is not shown.]\n`,
      });
    }
  };
  const frames = child.stdio[OUTPUT_FD] as Readable;
  for (const pipe of [frames, child.stdout, child.stderr]) pipe?.on("data", count);
  readFrames(frames, take, endBytes);
  // Node's own last words come after the program's: let frames that are already here go first.
  child.stdout?.on("data", (bytes: Buffer) => setImmediate(take, "stdout", bytes));
  child.stderr?.on("data", (bytes: Buffer) => setImmediate(take, "stderr", bytes));
  return {
    output,
    say: (text) => controller?.enqueue({ stream: "stderr", text }),
    close: () =>
      setImmediate(() => {
        controller?.close();
        controller = undefined;
      }),
  };
}

/** A frame longer than `limitBytes` ends the reading. */
function readFrames(
  pipe: Readable,
  take: (stream: "stdout" | "stderr", bytes: Uint8Array) => void,
  limitBytes: number,
): void {
  let rest: Buffer = Buffer.alloc(0);
  pipe.on("data", (chunk: Buffer) => {
    rest = rest.byteLength === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    while (rest.byteLength - at >= FRAME_HEAD_BYTES) {
      const length = rest.readUInt32BE(at + 1);
      if (length > limitBytes) {
        pipe.destroy();
        return;
      }
      const end = at + FRAME_HEAD_BYTES + length;
      if (rest.byteLength < end) break;
      take(rest.readUInt8(at) === 1 ? "stdout" : "stderr", rest.subarray(at + FRAME_HEAD_BYTES, end));
      at = end;
    }
    rest = rest.subarray(at);
  });
  pipe.on("error", () => undefined);
}
