import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8");

type Theme = "light" | "dark";
type Colours = ReadonlyMap<string, Readonly<Record<Theme, string>>>;

const contrastAt = css.indexOf("@media (prefers-contrast: more)");
const usual = coloursIn(css.slice(0, contrastAt));
const withContrast: Colours = new Map([...usual, ...coloursIn(css.slice(contrastAt))]);

function coloursIn(text: string): Colours {
  const found = [...text.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)];
  return new Map(found.map(([, name = "", light = "", dark = ""]) => [name, { light, dark }]));
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string, theme: Theme, colours: Colours = usual): number {
  const [a, b] = [one, other].map((name) => {
    const colour = colours.get(name);
    if (!colour) throw new Error(`tokens.css has no colour --${name}.`);
    return luminance(colour[theme]);
  }) as [number, number];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const grounds = ["ground", "ground-raised", "ground-sunken"];
const texts = ["ink", "ink-soft", "accent", "cookie", "record", "attacker", "ok", "bad"];
const pairs = [
  ...texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)),
  ...["cookie", "record", "attacker"].flatMap((meaning) => [
    [meaning, `${meaning}-ground`] as const,
    ["ink", `${meaning}-ground`] as const,
    ["ink-soft", `${meaning}-ground`] as const,
  ]),
  ["accent-ink", "accent"] as const,
];

describe("the design tokens", () => {
  for (const theme of ["light", "dark"] as const) {
    it.each(pairs)(`%s on %s has 7:1 where more contrast is asked for, ${theme}`, (text, ground) => {
      expect(contrast(text, ground, theme, withContrast)).toBeGreaterThanOrEqual(7);
    });

    it.each(["line", "line-strong", "focus"])(
      `%s can be told from the ground (3:1) where more contrast is asked for, ${theme}`,
      (name) => {
        for (const ground of grounds) {
          expect(contrast(name, ground, theme, withContrast)).toBeGreaterThanOrEqual(3);
        }
      },
    );

    it.each(pairs)(`%s on %s is readable text (4.5:1), ${theme}`, (text, ground) => {
      expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(4.5);
    });

    it.each(["focus", "line-strong"])(`%s can be told from the ground (3:1), ${theme}`, (name) => {
      for (const ground of grounds) expect(contrast(name, ground, theme)).toBeGreaterThanOrEqual(3);
    });
  }
});
