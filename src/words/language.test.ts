import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type * as english from "./en/browser.ts";
import { plural } from "./plural.ts";
import { pseudoSource } from "./pseudo-language.fixture.ts";
import type { SameShape } from "./same-shape.ts";
import { siteLanguage } from "./site-language.ts";

const words = import.meta.dirname;
const source = join(words, "en");

describe("plural", () => {
  it("takes the form that the language has for that many", () => {
    const lessons = (count: number) => plural(count, { one: `${count} lesson`, other: `${count} lessons` });
    expect([0, 1, 2, 21].map(lessons)).toEqual(["0 lessons", "1 lesson", "2 lessons", "21 lessons"]);
  });

  it("takes the form for all others where there is none for this one", () => {
    expect(plural(1, { other: "some" })).toBe("some");
  });
});

describe("a second language", () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "keepsake-words-"));
    mkdirSync(join(root, "qps"));
    const pluralPath = JSON.stringify(join(words, "plural.ts"));
    for (const name of readdirSync(source)) {
      const translated = pseudoSource(readFileSync(join(source, name), "utf8"));
      writeFileSync(join(root, "qps", name), translated.replaceAll('"../plural.ts"', pluralPath));
    }
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it("takes the place of the English words in what is built, and none of those stays", async () => {
    const english = await builtMenu(undefined);
    const other = await builtMenu("qps");
    expect(english).toContain("Private window");
    expect(other).not.toContain("Private window");
    expect(other).toContain("Þŕíṽáţé ẁíñðóẁ");
    // The parts of a sentence go into the other language's own.
    expect(english).toContain("More of ");
    expect(other).toContain("Ṁóŕé óƒ ");
  });

  async function builtMenu(language: string | undefined): Promise<string> {
    const made = await build({
      configFile: false,
      logLevel: "silent",
      plugins: siteLanguage(language, { root }),
      build: {
        write: false,
        minify: false,
        lib: { entry: join(words, "../workbench/browser/browser-menu.tsx"), formats: ["es"] },
        rolldownOptions: { external: [/^preact/] },
      },
    });
    const [output] = Array.isArray(made) ? made : [made];
    if (output === undefined || !("output" in output)) throw new Error("Nothing was built.");
    return output.output.map((file) => (file.type === "chunk" ? file.code : "")).join("\n");
  }

  it("is refused where there is none of that name, and is nothing for English", () => {
    expect(() => siteLanguage("xx")).toThrow(/no src\/words\/xx/);
    expect(siteLanguage("en")).toEqual([]);
    expect(siteLanguage(undefined)).toEqual([]);
  });

  it("is held to the English one's names and parts", () => {
    const whole: SameShape<Pick<typeof english, "back" | "closeTab">> = {
      back: "Zurück",
      closeTab: (tab: string) => `Den Tab ${tab} schließen`,
    };
    expect(whole.closeTab("a")).toBe("Den Tab a schließen");
    // @ts-expect-error a sentence is missing
    const missing: SameShape<Pick<typeof english, "back" | "go">> = { back: "Zurück" };
    // @ts-expect-error a part is of another kind
    const wrong: SameShape<Pick<typeof english, "closeTab">> = { closeTab: (tab: number) => `Tab ${tab}` };
    expect([missing, wrong]).toHaveLength(2);
  });

  it("has every file of the folder in its index", () => {
    const files = readdirSync(source).filter((name) => name !== "index.ts");
    const named = [...readFileSync(join(source, "index.ts"), "utf8").matchAll(/from "\.\/([\w-]+\.ts)"/g)];
    expect(named.map(([, name]) => name).toSorted()).toEqual(files.toSorted());
  });
});
