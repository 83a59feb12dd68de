import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describe, expect, it } from "vitest";

const src = join(import.meta.dirname, "..");

/** Style that names a side on purpose, by file and declaration, and why. */
const meant: Readonly<Record<string, string>> = {
  "components/FirstVisits.astro: border-width: 1.5px 1.5px 0 0":
    "a corner that is turned into an arrow's head, one way or the other",
};

const SIDED_PROPERTY =
  /^(?:left|right|(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-\w+)?|border-(?:top|bottom)-(?:left|right)-radius)$/;
const FOUR_SIDES =
  /^(?:margin|padding|inset|border-width|border-color|border-style|scroll-margin|scroll-padding)$/;
const SIDED_VALUE = /^(?:text-align|float|clear|justify-content|justify-items|justify-self): (?:left|right)$/;

interface Declaration {
  readonly file: string;
  readonly property: string;
  readonly value: string;
}

/** Why a declaration looks the same whichever way the lines run: it does not. `undefined`: it goes with them. */
function sideOf({ property, value }: Pick<Declaration, "property" | "value">): string | undefined {
  if (SIDED_PROPERTY.test(property)) return "it names a side";
  if (SIDED_VALUE.test(`${property}: ${value}`)) return "it names a side";
  const sides = value.match(/(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+/g) ?? [];
  if (FOUR_SIDES.test(property) && sides.length === 4 && sides[1] !== sides[3])
    return "its right is not its left";
  return undefined;
}

function declarationsOf(file: string, css: string): Declaration[] {
  return [
    ...css.replaceAll(/\/\*[\s\S]*?\*\//g, "").matchAll(/(?<=[{;]\s*)([a-z-]+):\s*([^;{}]+)(?=[;}])/g),
  ].map(([, property = "", value = ""]) => ({ file, property, value: value.replaceAll(/\s+/g, " ").trim() }));
}

const declarations = readdirSync(src, { withFileTypes: true, recursive: true })
  .filter((entry) => entry.isFile() && /\.(?:css|astro)$/.test(entry.name))
  .flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const file = relative(src, path).split(sep).join("/");
    const text = readFileSync(path, "utf8");
    const sheets = file.endsWith(".css")
      ? [text]
      : [...text.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, css = ""]) => css);
    return sheets.flatMap((css) => declarationsOf(file, css));
  })
  // What learners' programs and the grader's frames show is theirs.
  .filter(({ file }) => /^(?:styles|components|layouts|pages)\//.test(file));

describe("styles in a language that runs from right to left", () => {
  it("name no side, but where that is meant", () => {
    expect(declarations.length).toBeGreaterThan(1_000);
    const sided = declarations.filter((declaration) => sideOf(declaration) !== undefined);
    const found = sided.map(({ file, property, value }) => `${file}: ${property}: ${value}`);
    expect(found.toSorted(), "write inline-start and inline-end for left and right").toEqual(
      Object.keys(meant).toSorted(),
    );
  });

  it.each([
    ["margin-left", "auto", true],
    ["border-left-color", "red", true],
    ["right", "0", true],
    ["border-top-left-radius", "2px", true],
    ["text-align", "right", true],
    ["padding", "0 1px 2px var(--a)", true],
    ["inset", "calc(1px + (2px * 3)) auto auto 0", true],
    ["padding", "0 1px 2px 1px", false],
    ["padding", "0 1px", false],
    ["margin-inline-start", "auto", false],
    ["text-align", "start", false],
    ["border-radius", "0 0 2px 2px", false],
  ])("%s: %s is judged", (property, value, isSided) => {
    expect(sideOf({ property, value }) !== undefined).toBe(isSided);
  });
});
