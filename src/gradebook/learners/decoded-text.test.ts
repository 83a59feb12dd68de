import { expect, it } from "vitest";
import { decodedText } from "./decoded-text.ts";

const text = "Name\tNumber\r\nJosé Muñoz – “Łu”\t7\r\n";

it.each([
  ["UTF-8", Buffer.from(text)],
  ["UTF-8 with its mark", Buffer.from(`\uFEFF${text}`)],
  ["UTF-16 as Excel's “Unicode text”", Buffer.from(`\uFEFF${text}`, "utf16le")],
  ["UTF-16 the other way round", Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
])("%s is read, and nothing is guessed", (_name, bytes) => {
  expect(decodedText(new Uint8Array(bytes))).toEqual({ text, isGuessed: false });
});

it("what is none of them is taken for Windows-1252", () => {
  const bytes = new Uint8Array([0x4a, 0x6f, 0x73, 0xe9, 0x20, 0x96, 0x20, 0x80]);
  expect(decodedText(bytes)).toEqual({ text: "José – €", isGuessed: true });
});
