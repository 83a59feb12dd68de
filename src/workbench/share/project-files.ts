import { firstServer, type HostPlan, originOf, type Setup } from "../../course/setup.ts";
import type { TextFiles } from "../workspace.ts";
import { importedPackages } from "./imported-packages.ts";
import { lockfile } from "./lockfile.ts";
import type { LockEntry, ProjectParts } from "./project-parts.ts";
import { startScript } from "./start-script.ts";
import { textMark } from "./text-mark.ts";

/** An exercise or playground to take home. */
export interface Project {
  /** Names the folder and the package: lower-case words joined by hyphens. */
  readonly name: string;
  readonly title: string;
  /** Where it is in the course. */
  readonly pageUrl: string;
  readonly setup: Setup;
  /** What one looks at first: a path, or an address of the virtual web. */
  readonly startPath: string;
  readonly files: TextFiles;
}

/** From here on Node runs TypeScript without a flag. */
const NODE_VERSION = ">=22.18.0";
/** Ours take these names, because the folder cannot run without them; who has a file of that name finds it beside. */
const needed = ["package.json", "package-lock.json", "start.mjs"];

/**
 * The project's text files: the learner's, and what Node and npm want to have around them. To run, it also needs the
 * library's package under its name in `parts`.
 */
export function projectFiles(project: Project, parts: ProjectParts): TextFiles {
  const { setup, files, name } = project;
  const imported = importedPackages(files);
  const dependencies = dependenciesOf(imported, parts);
  const root = { name, private: true, dependencies, devDependencies: exactVersions(parts.types, parts) };
  const manifest = {
    name,
    private: true,
    type: "module",
    engines: { node: NODE_VERSION },
    scripts: { start: startsPlainly(setup) ? plainStart(setup) : "node start.mjs" },
    dependencies,
    devDependencies: root.devDependencies,
  };
  const library: LockEntry = { ...parts.library.entry, resolved: `file:${parts.library.file}` };
  const own = Object.entries(files).map(
    ([path, text]) => [needed.includes(path) ? besideOurs(path) : path, text] as const,
  );
  return {
    "README.md": withMark("README.md", readme(project, parts, imported)),
    "tsconfig.json": withMark("tsconfig.json", json(TYPE_SETTINGS)),
    ...Object.fromEntries(own),
    "package.json": json(manifest),
    "package-lock.json": lockfile(root, { ...parts.locked, "node_modules/keepsake": library }),
    ...(startsPlainly(setup) ? {} : { "start.mjs": startScript(setup.processes) }),
  };
}

/** Where a learner's file stands whose name one of ours takes. */
export function besideOurs(path: string): string {
  return `yours.${path}`;
}

/** What a learner's file of the project is called in the course. */
export function ownPath(path: string): string {
  return needed.find((name) => path === besideOurs(name)) ?? path;
}

/** Longer is no README or tsconfig.json of ours. */
export const OURS_BYTES_AT_MOST = 64 * 1024;

/** What we make and a learner may well write in. */
export type OursToWriteIn = "README.md" | "tsconfig.json";

/** Their last lines. The words in them stay as they are, for files that are taken home now come back in years. */
const markLines: Readonly<Record<OursToWriteIn, (mark: string) => string>> = {
  "README.md": (mark) => `\n<!-- As the course made it: ${mark} -->\n`,
  "tsconfig.json": (mark) => `// As the course made it: ${mark}\n`,
};

function withMark(path: OursToWriteIn, text: string): string {
  return text + markLines[path](textMark(text));
}

/** Whether somebody has written in this file since a course made it, this one or an older one with other texts. */
export function isWrittenIn(path: OursToWriteIn, text: string): boolean {
  const made = text.slice(0, -markLines[path](textMark("")).length);
  return text !== withMark(path, made);
}

/** What an editor must know to be of the same mind as Node: types are erased, imports name files. */
const TYPE_SETTINGS = {
  compilerOptions: {
    target: "es2024",
    module: "nodenext",
    types: ["node"],
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
  },
};

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Only packages that the page has too: a name that was mistyped, or slipped in, is not fetched from anywhere. */
function dependenciesOf(imported: readonly string[], parts: ProjectParts): Record<string, string> {
  const wanted = parts.importable.filter((name) => name === "express" || imported.includes(name));
  const versions = { ...exactVersions(wanted, parts), keepsake: `file:${parts.library.file}` };
  return Object.fromEntries(Object.entries(versions).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function exactVersions(names: readonly string[], { locked }: ProjectParts): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const version = locked[`node_modules/${name}`]?.version;
      return version === undefined ? [] : [[name, version]];
    }),
  );
}

/** One program that needs nothing told: it starts as one types it. */
function startsPlainly({ processes: [first, ...others] }: Setup): boolean {
  return first?.command === "node" && others.length === 0 && Object.keys(first.env).length === 0;
}

function plainStart({ processes: [first] }: Setup): string {
  return ["node", ...(first?.args ?? [])].join(" ");
}

function readme(project: Project, parts: ProjectParts, imported: readonly string[]): string {
  const { title, pageUrl, setup } = project;
  const strangers = imported.filter((name) => name !== "keepsake" && !parts.importable.includes(name));
  const sections = [
    `# ${title}\n\nYour files of <${pageUrl}>, with what they need to run on your own machine.`,
    `## Start\n\n\`\`\`sh\nnpm install && npm start\n\`\`\`\n\nNode 22.18 or later. Then open <${firstAddress(project)}>.`,
    startsPlainly(setup) ? "" : severalPrograms(setup),
    setup.hosts.length === 0 ? "" : hostsHere(setup.hosts, setup),
    `## What is here\n
- Your files, as they were when you took them. Nothing here is sent back to the page.
- \`${parts.library.file}\`: the session library. \`package.json\` takes \`keepsake\` from this file; nothing of that name is fetched.
- \`package-lock.json\`: the versions that the page runs, with their checksums.`,
    strangers.length === 0
      ? ""
      : `Your files name ${strangers.map((name) => `\`${name}\``).join(", ")}, which the page does not have and \`package.json\` therefore leaves out. \`npm install NAME\` adds a package that you know and trust.`,
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function firstAddress({ setup, startPath }: Project): string {
  const path = startPath.replace(/^https?:\/\/[^/]+/, "");
  return `http://localhost:${firstServer(setup.processes)?.port ?? 80}${path}`;
}

function severalPrograms({ processes }: Setup): string {
  const rows = processes.map(({ name, command, args, port, startsWithRun }) => {
    const line = `- \`${name}\`: \`${[command, ...args].join(" ")}\``;
    const where = port === undefined ? "" : `, on port ${port}`;
    return startsWithRun
      ? `${line}${where}.`
      : `${line}${where}. Not started with the others: \`node start.mjs ${name}\`.`;
  });
  const foreign = processes.map(({ command }) => command).filter((command) => command !== "node");
  const install = [...new Set(foreign)].map(
    (name) => `\`${name}\` is not of Node: install it first, with your system's packages.`,
  );
  return [
    "## The programs",
    "`npm start` starts them, each with its own line of output.",
    rows.join("\n"),
    ...install,
  ].join("\n\n");
}

function hostsHere(hosts: readonly HostPlan[], { processes }: Setup): string {
  const rows = hosts.map((host) => {
    const names = processes
      .filter(({ port }) => port !== undefined && host.servers.includes(port))
      .map(({ name }) => name);
    return `- ${originOf(host)}: ${names.join(", ")}`;
  });
  return `## Names and https\n
In the page these addresses stand before the programs. Here each program is asked by its port on \`localhost\`, over http: what depends on several sites or on https shows itself in the page only.\n
${rows.join("\n")}`;
}
