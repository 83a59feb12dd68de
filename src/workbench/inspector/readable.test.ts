import { describe, expect, test } from "vitest";
import { bodyText } from "./body-text.ts";
import { durationText } from "./time-text.ts";
import { withKeys } from "./unique-keys.ts";

function recorded(content: string | Uint8Array, byteLength?: number) {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return { bytes, byteLength: byteLength ?? bytes.byteLength };
}

describe("a body", () => {
  test("of JSON is laid out; what only says that it is JSON stays as it came", () => {
    const headers = [["Content-Type", "application/json; charset=utf-8"]] as const;
    expect(bodyText(recorded('{"a":1}'), headers)).toEqual({
      kind: "text",
      text: '{\n  "a": 1\n}',
      cutBytes: 0,
    });
    expect(bodyText(recorded("{a:1"), headers)).toMatchObject({ text: "{a:1" });
  });

  test("that was recorded in part says how much is missing, also when a character is cut", () => {
    const euro = new TextEncoder().encode("5 €");
    expect(bodyText(recorded(euro.slice(0, 4), 5), [])).toEqual({ kind: "text", text: "5 ", cutBytes: 1 });
  });

  test("of other bytes is named by its type and length", () => {
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);
    expect(bodyText(recorded(png), [["content-type", "image/png"]])).toEqual({
      kind: "binary",
      type: "image/png",
      byteLength: 4,
    });
  });

  test("without bytes is empty", () => {
    expect(bodyText(recorded(""), [["Content-Type", "text/html"]])).toEqual({ kind: "empty" });
  });
});

test("time that is left shows in its two largest units", () => {
  expect([0, 999, 1_000, 61_000, 3_599_000, 3_600_000, 90_061_000, -5].map(durationText)).toEqual([
    "0 s",
    "0 s",
    "1 s",
    "1 min 1 s",
    "59 min 59 s",
    "1 h",
    "1 d 1 h",
    "0 s",
  ]);
});

test("equal items get different keys", () => {
  expect(withKeys(["a", "b", "a"], (text) => text).map(({ key }) => key)).toEqual(["1 a", "1 b", "2 a"]);
});
