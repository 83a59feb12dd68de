import { globSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { differingCases, hardCases, unsupportedCases } from "./erase-types.cases.ts";
import { eraseTypes } from "./erase-types.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** What erasing gave, or the code and message of the refusal. */
function resultOf(erase: () => string): string {
  try {
    return erase();
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return `${String(error.code)}: ${error.message}`;
  }
}

const byNode = (source: string) => resultOf(() => stripTypeScriptTypes(source));
const byUs = (source: string) => resultOf(() => eraseTypes(source));

/** Node says once that stripping by call is experimental. */
const { emitWarning } = process;
beforeAll(() => {
  process.emitWarning = () => {};
});
afterAll(() => {
  process.emitWarning = emitWarning;
});

describe("eraseTypes gives the bytes of Node's stripper", () => {
  it.each(hardCases)("%j", (source) => {
    expect(byUs(source)).toBe(byNode(source));
  });

  it.each(["src", "exercises", "solutions"])("for all TypeScript of %s", (folder) => {
    const files = globSync("**/*.ts", { cwd: join(root, folder) });
    for (const file of files) {
      const source = readFileSync(join(root, folder, file), "utf8");
      expect(byUs(source), file).toBe(byNode(source));
    }
  });

  it.each(["zod", "@noble", "css-select", "tldts-core"])(
    "for the TypeScript that %s brings along",
    (name) => {
      const folder = join(root, "node_modules", name);
      const files = globSync("**/*.ts", { cwd: folder, exclude: ["**/*.d.ts"] });
      expect(files.length).toBeGreaterThan(5);
      for (const file of files) {
        const source = readFileSync(join(folder, file), "utf8");
        expect(byUs(source), file).toBe(byNode(source));
      }
    },
    60_000,
  );

  it.each(Object.keys(differingCases))("but for %j", (source) => {
    expect(byUs(source)).not.toBe(byNode(source));
  });
});

describe("eraseTypes refuses what Node refuses, in its words", () => {
  it.each(unsupportedCases)("%j", (source) => {
    expect(byUs(source)).toBe(byNode(source));
  });
});
