import { Duplex } from "node:stream";
import fc from "fast-check";
import { expect, it } from "vitest";
import { LINE_LIMIT_BYTES, readLines, writeLine } from "./line-messages.ts";

/** One end of a channel: what is written to it is kept, what is pushed is read. */
class End extends Duplex {
  written: Buffer = Buffer.alloc(0);

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.written = Buffer.concat([this.written, chunk]);
    done();
  }
}

/** What a reader makes of bytes that arrive in these pieces. */
async function read(pieces: readonly Uint8Array[]) {
  const end = new End();
  const messages: unknown[] = [];
  let nonsense = 0;
  let total = 0;
  readLines(end, {
    onLine: (message) => messages.push(message),
    onNonsense: () => {
      nonsense += 1;
    },
    onBytes: (bytes) => {
      total = bytes;
    },
  });
  const over = new Promise((resolve) => end.once("end", resolve).once("close", resolve));
  for (const piece of pieces) if (!end.destroyed) end.push(piece);
  if (!end.destroyed) end.push(null);
  await over;
  return { messages, nonsense, total, destroyed: end.destroyed };
}

/** The bytes, cut at these places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [0, ...places.map((place) => place % (bytes.byteLength + 1)), bytes.byteLength].sort(
    (one, other) => one - other,
  );
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

const message = fc.jsonValue({ maxDepth: 3 }).map((value) => ({ value }));
const places = fc.array(fc.nat(), { maxLength: 20 });

it("messages arrive as they were sent, wherever the bytes were cut", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(message), places, async (sent, cuts) => {
      const end = new End();
      for (const each of sent) writeLine(end, each);
      const { messages, nonsense, total } = await read(cut(end.written, cuts));
      expect(messages).toEqual(JSON.parse(JSON.stringify(sent)));
      expect([nonsense, total]).toEqual([0, end.written.byteLength]);
    }),
  );
});

it("whatever bytes come, it is the same lines however they are cut, and nothing is thrown", async () => {
  const line = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    message.map((value) => Buffer.from(`${JSON.stringify(value)}\n`)),
    fc.constantFrom("\n", "{}\n", "null\n", '{"kind":', "\u0000\n", "é\n").map((text) => Buffer.from(text)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line), places, async (lines, cuts) => {
      const bytes = Buffer.concat(lines);
      const whole = await read([bytes]);
      expect(await read(cut(bytes, cuts))).toEqual(whole);
      const ends = bytes.filter((byte) => byte === 0x0a).byteLength;
      expect(whole.messages.length + whole.nonsense).toBe(ends);
    }),
  );
});

it("nothing is read after a line that has no end", async () => {
  const endless = Buffer.alloc(LINE_LIMIT_BYTES + 1, 0x20);
  const outcome = await read([Buffer.from('{"first":1}\n'), endless, Buffer.from('\n{"second":2}\n')]);
  expect(outcome).toMatchObject({ messages: [{ first: 1 }], nonsense: 1, destroyed: true });
});

it("the longest line that is a message is read", async () => {
  const text = "x".repeat(LINE_LIMIT_BYTES - 3);
  const { messages, nonsense } = await read(cut(Buffer.from(`"${text}"\n`), [1000, 200_000]));
  expect([messages, nonsense]).toEqual([[text], 0]);
});

it("to an end that is closed nothing is written", () => {
  const end = new End();
  end.destroy();
  writeLine(end, { kind: "ping" });
  expect(end.written.byteLength).toBe(0);
});
