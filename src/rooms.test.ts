import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, it } from "vitest";

/** Which rooms each room may import. A room may always import itself and packages. */
const doors: Record<string, readonly string[]> = {
  session: [],
  frames: [],
  words: [],
  offline: ["frames"],
  web: ["session/cookie.ts", "frames", "words"],
  course: [],
  palette: ["styles", "words"],
  assignment: [],
  app: ["session"],
  engine: ["web (types)", "frames"],
  grader: ["engine", "web", "course", "session"],
  gradebook: ["assignment", "course", "grader/sandbox", "grader/grade.ts", "styles/tokens.css"],
  workbench: [
    "session",
    "web",
    "course",
    "assignment",
    "palette",
    "engine",
    "grader",
    "styles",
    "offline",
    "words",
  ],
  components: ["workbench", "course", "assignment", "palette", "layouts", "styles", "offline", "words"],
  layouts: ["workbench", "course", "assignment", "components", "styles", "frames", "offline", "words"],
  pages: [
    ...["workbench", "course", "assignment", "palette", "components", "layouts", "styles", "words"],
    "app/README.md",
    "app/from-express-session.md",
  ],
  styles: [],
  cli: ["*"],
  bench: ["*"],
  e2e: ["*"],
};

const src = import.meta.dirname;

interface Import {
  readonly file: string;
  readonly from: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|astro|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes(`${sep}node_modules${sep}`));
}

const importPattern =
  /(?:^|[\n;])\s*(import|export)\s+(type\s+)?(?:[\w$*{},\s]+?\s+from\s+)?["'](\.{1,2}\/[^"']+)["']|\b(?:import|URL)\(\s*["'](\.{1,2}\/[^"']+)["']/g;

/** Imports of a file that lead into another room, by relative path. */
function crossings(path: string): Import[] {
  const file = relative(src, path);
  const from = file.split(sep)[0] ?? "";
  const found: Import[] = [];
  for (const match of readFileSync(path, "utf8").matchAll(importPattern)) {
    const specifier = match[3] ?? match[4];
    if (specifier === undefined) continue;
    const target = relative(src, resolve(dirname(path), specifier));
    if (target.startsWith("..") || target.split(sep)[0] === from) continue;
    found.push({ file, from, target: target.split(sep).join("/"), typeOnly: match[2] !== undefined });
  }
  return found;
}

function allowed({ from, target, typeOnly, file }: Import): boolean {
  const rules = doors[from];
  if (rules === undefined) return false;
  if (/\.test\.ts$/.test(file)) return true;
  return rules.some((rule) => {
    if (rule === "*") return true;
    if (rule.endsWith(" (types)")) return typeOnly && target.startsWith(`${rule.slice(0, -8)}/`);
    return target === rule || target.startsWith(`${rule}/`);
  });
}

describe("rooms", () => {
  const files = sourceFiles(src).filter((path) => relative(src, path).includes(sep));

  it("every folder of src is a room with its doors named", () => {
    const rooms = readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(
      rooms.map((room) => room.name).filter((name) => doors[name] === undefined),
      "name the new room and whom it may import, in this file and in CONTRIBUTING.md",
    ).toEqual([]);
  });

  it("imports go one way", () => {
    const wrong = files
      .flatMap(crossings)
      .filter((crossing) => !allowed(crossing))
      .map(({ file, target }) => `${file} may not import ${target}`);
    expect(wrong).toEqual([]);
  });

  it("nothing imports the commands, the benchmarks and the browser tests", () => {
    const outsiders = files
      .flatMap(crossings)
      .filter(
        ({ target, file }) =>
          /^(cli|bench|e2e)\//.test(target) && !/^(cli|bench|e2e)\/|\.test\.ts$/.test(file),
      );
    expect(outsiders.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  it("no room for things without a name of their own", () => {
    const nameless = files
      .map((path) => relative(src, path).split(sep).join("/"))
      // Named after the module of Node that it stands for.
      .filter((path) => path !== "engine/inpage/node/util.ts")
      .filter((path) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.tsx?$)/.test(path));
    expect(nameless).toEqual([]);
  });
});
