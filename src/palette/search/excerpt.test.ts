import { describe, expect, it } from "vitest";
import { type Excerpt, excerptOf } from "./excerpt.ts";

const shown = ({ pieces }: Excerpt) =>
  pieces.map(({ text, marked }) => (marked ? `[${text}]` : text)).join("");

const filler = "Nothing of it stands here, for many words that go on and on. ".repeat(6);

describe("an excerpt", () => {
  it("is the whole text when that is short", () => {
    expect(shown(excerptOf({ text: "Cookies, and a cookie." }, new Set(["cookie"])))).toBe(
      "[Cookies], and a [cookie].",
    );
  });

  it("marks a word for a part of it", () => {
    expect(shown(excerptOf({ text: "Set maxAge here." }, new Set(["age"])))).toBe("Set [maxAge] here.");
  });

  it("is cut around the place that has most of the terms, at words", () => {
    const text = `A cookie alone. ${filler}Here a cookie and its lifetime meet. ${filler}`;
    const excerpt = shown(excerptOf({ text }, new Set(["cookie", "lifetime"])));
    expect(excerpt).toContain("Here a [cookie] and its [lifetime] meet.");
    expect(excerpt).toMatch(/^… \w/);
    expect(excerpt).toMatch(/\w…?\.? …$/);
    expect(excerpt.length).toBeLessThan(180);
  });

  it("is a line of the program when the text has none of the terms", () => {
    const code = 'const a = 1;\n  res.clearCookie("theme");\n';
    const excerpt = excerptOf({ text: "Nothing.", code }, new Set(["clearcookie"]));
    expect(shown(excerpt)).toBe('res.[clearCookie]("theme");');
    expect(excerpt.isCode).toBe(true);
  });

  it("is the begin of the text when only the heading has the terms", () => {
    expect(shown(excerptOf({ text: filler }, new Set(["cookie"])))).toMatch(/^Nothing of it stands here/);
  });
});
