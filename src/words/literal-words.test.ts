import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describe, expect, it } from "vitest";
import { literalWords } from "./literal-words.ts";

const src = join(import.meta.dirname, "..");

/** The rooms and folders whose components say nothing but what `words` has. */
const ROOMS = ["workbench", "palette", "web", "components", "layouts", "pages"];

/** Files and folders with texts that are not the interface's, and what they are. */
const OTHER_TEXTS: Readonly<Record<string, string>> = {
  "pages/instructors/index.astro": "a text that is translated whole, as lessons are",
  "workbench/report/known-deviations.ts": "a text that is translated whole",
  "web/browser-deviations.ts": "a text that is translated whole",
  "web/node-network.ts": "what runs in Node alone",
  "web/virtual-host.ts": "what tells an author that a setting is wrong",
  "web/window/bridge/": "a script of its own in learners' pages, which speaks as browsers' consoles do",
  "workbench/share/project-files.ts": "the README of a zip, which is translated whole",
  "components/first-visits-source.ts": "a program",
  "workbench/share/start-script.ts": "a program",
  "workbench/report/report-text.ts": "the text of a bug report, English for those who read it",
  "workbench/terminal/commands/": "what commands print, as the real ones do",
  "workbench/terminal/curl/": "what curl prints",
  "workbench/terminal/shell/": "what bash prints",
  "workbench/terminal/typing/": "what a shell prints",
  "workbench/terminal/open-shell.ts": "what commands print",
  "workbench/terminal/terminal-screen.ts": "what a shell prints when it begins",
  "workbench/inspector/copy/": "comments in files of other programs",
  "workbench/types/type-problem.ts": "stands among TypeScript's own messages",
};

/** A file without elements has selectors, styles and kinds too: of that, only what begins and ends as sentences do. */
const IS_SENTENCE = /^[\p{Lu}…“].* .*[.!?…]$/u;

/** What stands in a component and is the same in every language, or is read by nobody. */
const NOT_WORDS: Readonly<Record<string, readonly string[]>> = {
  "components/FirstVisits.astro": ["Set-Cookie: …", "Cookie: …", "200 OK"],
  "components/first-visits.ts": ["Set-Cookie: …", "Cookie: …"],
  "workbench/types/astro-types.ts": ["The editor's types were not made: …"],
  "layouts/LinkPreview.astro": ['"noindex"', '"website"', '"summary_large_image"'],
  "layouts/Base.astro": [
    '"width=device-width, initial-scale=1, interactive-widget=resizes-content"',
    '"(prefers-color-scheme: light)"',
    '"(prefers-color-scheme: dark)"',
  ],
  "web/form-encoding.ts": ["…; boundary=…", "…; filename=… Content-Type: …"],
  "layouts/sitemap.ts": ["Disallow: …", "Sitemap: …"],
  "palette/keys.ts": ["Control+… Meta+…"],
  "workbench/inspector/session-change.tsx": ["flash …"],
  "workbench/diff/diff-lines.tsx": ["fold …"],
  "workbench/editor/file-menu.tsx": ['"src/name.ts"'],
  "workbench/playground/request-line.tsx": ['"Cookie: name=value"'],
  "workbench/share/share-panel.tsx": ["share-outcome failure"],
  "workbench/share/visit-line.tsx": ["not kept"],
};

const components = ROOMS.flatMap((room) =>
  readdirSync(join(src, room), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /(?<!\.test|\.fixture)\.(?:tsx?|astro)$/.test(entry.name))
    .map((entry) => relative(src, join(entry.parentPath, entry.name)).split(sep).join("/")),
).filter((file) => !Object.keys(OTHER_TEXTS).some((other) => file.startsWith(other)));

describe("the words of the interface", () => {
  it("are no states that a style or a rule asks for", () => {
    const found = components.flatMap((file) =>
      [
        ...readFileSync(join(src, file), "utf8").matchAll(/data-(?:state|kind|bad|set)=\{[^}]*\bwords\.\w+/g),
      ].map(([text]) => `src/${file}: ${text}`),
    );
    expect(found, "another language has another word").toEqual([]);
  });

  it("stand in src/words, not in a component", () => {
    expect(components.length).toBeGreaterThan(100);
    const found = components.flatMap((file) =>
      literalWords(file, readFileSync(join(src, file), "utf8"))
        .filter(({ text }) => !file.endsWith(".ts") || IS_SENTENCE.test(text))
        .filter(({ text }) => NOT_WORDS[file]?.includes(text) !== true)
        .map(({ line, text }) => `src/${file}:${line}: ${text}`),
    );
    expect(found, "give it a name in src/words/en, or say in this test why it is no word").toEqual([]);
  });

  it("have no exception that leads nowhere", () => {
    expect(Object.keys(OTHER_TEXTS).filter((path) => !existsSync(join(src, path)))).toEqual([]);
  });

  it("have no exception that nothing needs any more", () => {
    const unneeded = Object.entries(NOT_WORDS).flatMap(([file, texts]) => {
      const found = new Set(
        literalWords(file, readFileSync(join(src, file), "utf8")).map(({ text }) => text),
      );
      return texts.filter((text) => !found.has(text)).map((text) => `${file}: ${text}`);
    });
    expect(unneeded).toEqual([]);
  });
});

describe("literalWords", () => {
  const found = (path: string, source: string) => literalWords(path, source).map(({ text }) => text);

  it.each([
    ["text between tags", "const a = <p>Nothing yet.</p>;", ["Nothing yet."]],
    ["a single word between tags", "const a = <b>Close</b>;", ["Close"]],
    ["a spoken attribute", 'const a = <p aria-label="close" />;', ['"close"']],
    ["a sentence for a component", 'const a = <Box note="It is full." />;', ['"It is full."']],
    ["a sentence of a function", 'function f() { return "No problems"; }', ["No problems"]],
    ["a sentence with parts", `const a = (n: number) => \`It has \${n} lines\`;`, ["It has … lines"]],
    ["a thrown one that is caught and shown", 'throw new BadFile("It is full.");', ["It is full."]],
    ["one in a part of another", `const a = \`\${b ? "one file" : c}\`;`, ["one file"]],
  ])("finds %s", (_what, source, texts) => {
    expect(found("a.tsx", source)).toEqual(texts);
  });

  it.each([
    ["code", "const a = <code>npm install NAME</code>;"],
    ["a key", "const a = <kbd>Enter</kbd>;"],
    ["a name of HTTP between tags", "const a = <p>HTTP/1.1 {status}</p>;"],
    ["signs", "const a = <p>{a} · {b}</p>;"],
    ["classes and kinds", 'const a = <p class="quiet failure" data-kind="x">{kind === "done" && b}</p>;'],
    ["where a module is", 'import a from "some words here";'],
    ["what tells a programmer", 'throw new Error("There is no element here.");'],
    ["words that have a name", "const a = <p aria-label={words.close}>{words.nothing}</p>;"],
  ])("leaves %s", (_what, source) => {
    expect(found("a.tsx", source)).toEqual([]);
  });

  it("reads both halves of an Astro file, with their lines, and neither its style nor its scripts", () => {
    const source = `---\nconst title = "No such page";\n---\n\n<style>\n  p { content: "Some words"; }\n</style>\n<p title="Go on">{title}</p>\n<script>\n  say("Some words");\n</script>\n`;
    expect(literalWords("a.astro", source)).toEqual([
      { line: 2, text: "No such page" },
      { line: 8, text: '"Go on"' },
    ]);
  });
});
