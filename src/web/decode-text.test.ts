import { describe, expect, it } from "vitest";
import { decodeText } from "./decode-text.ts";
import { parseMediaType } from "./media-type.ts";

const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf8 = (text: string) => new TextEncoder().encode(text);

describe("decodeText", () => {
  it.each([
    ["the header's charset", "text/html; charset=iso-8859-1", latin("<p>\xe9"), "<p>é"],
    ["a quoted charset", 'text/plain; charset="UTF-8"', utf8("é"), "é"],
    [
      "a byte order mark before the header",
      "text/html; charset=iso-8859-1",
      Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8("é")),
      "é",
    ],
    ["UTF-16 by its mark", "text/plain", Uint8Array.of(0xff, 0xfe, 0xe9, 0), "é"],
    [
      "the page's own meta",
      "text/html",
      latin('<meta charset="windows-1251">\xcf'),
      '<meta charset="windows-1251">П',
    ],
    [
      "no meta in a comment",
      "text/html",
      latin('<!-- <meta charset="windows-1251"> -->\xe9'),
      '<!-- <meta charset="windows-1251"> -->é',
    ],
    ["UTF-8 when it is valid", "text/html", utf8("春"), "春"],
    ["windows-1252 when it is not", "text/html", latin("\x80\xe9"), "€é"],
    ["JSON always as UTF-8", "application/json; charset=iso-8859-1", utf8('"é"'), '"é"'],
    ["an unknown charset as none", "text/html; charset=nonsense", utf8("é"), "é"],
  ])("takes %s", (_what, type, bytes, expected) => {
    expect(decodeText(bytes, parseMediaType(type))).toBe(expected);
  });
});

describe("parseMediaType", () => {
  it("reads essence and parameters, the first of each name", () => {
    const type = parseMediaType(' Text/HTML ; Charset="a;\\"b" ; charset=c; =x; y');
    expect(type?.essence).toBe("text/html");
    expect([...(type?.parameters ?? [])]).toEqual([["charset", 'a;"b']]);
  });

  it.each(["", "text", "text/", "/html", "te xt/html", "a/b/c", undefined])("refuses %j", (text) => {
    expect(parseMediaType(text)).toBeUndefined();
  });
});
