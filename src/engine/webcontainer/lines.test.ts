import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineReader, toLines } from "./lines.ts";

/** What a reader of the page's lines makes of a terminal's text. */
function read(chunks: readonly string[]): { messages: unknown[]; others: string[] } {
  const messages: unknown[] = [];
  const others: string[] = [];
  const reader = new LineReader(
    "page",
    (message) => messages.push(message),
    (line) => others.push(line),
  );
  for (const chunk of chunks) reader.push(chunk);
  return { messages, others };
}

describe("messages as lines of a terminal", () => {
  it("come through whole, however they are cut, with other lines between and CR LF ends", () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 5 }),
        fc.array(fc.nat({ max: 400 }), { maxLength: 20 }),
        (values, cuts) => {
          const sent = values.map((value) => ({ value, long: "é\u2028\n".repeat(900) }));
          const text = sent
            .map((message) => `${toLines("machine", { echo: true })}${toLines("page", message)}noise\n`)
            .join("")
            .replaceAll("\n", "\r\n");
          const chunks: string[] = [];
          let at = 0;
          for (const cut of cuts) {
            chunks.push(text.slice(at, at + cut));
            at += cut;
          }
          const { messages, others } = read([...chunks, text.slice(at)]);
          expect(messages).toEqual(JSON.parse(JSON.stringify(sent)));
          expect(others).toEqual(values.map(() => "noise"));
        },
      ),
    );
  });

  it("are short and plain, as an old terminal wants them", () => {
    const lines = toLines("page", { text: "漢\u0007".repeat(3_000) }).split("\n");
    expect(lines.every((line) => line.length <= 2_003 && /^[ -~]*$/.test(line))).toBe(true);
  });
});
