import { Buffer } from "node:buffer";
import fc from "fast-check";
import { expect, it } from "vitest";
import { bytesOf } from "./redis-own-command.ts";

it("is what Redis reads as those parts, whatever letters are in them", () => {
  const part = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.constantFrom("", "\r\n", "é", "🙂", "$1\r\n"),
  );
  fc.assert(
    fc.property(fc.array(part), fc.array(part), (first, second) => {
      const parts = [...first, ...second];
      const expected = [Buffer.from(`*${parts.length}\r\n`)];
      for (const one of parts) {
        const bytes = Buffer.from(one);
        expected.push(Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from("\r\n"));
      }
      expect(bytesOf(first, second)).toEqual(Buffer.concat(expected));
    }),
  );
});
