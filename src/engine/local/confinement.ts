import { readdir, realpath } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { EngineError } from "../engine.ts";
import { LIBRARY_ROOMS, type MachineFolders, REPOSITORY } from "./machine-folders.ts";
import type { ConfinedSetup } from "./preload-confinement.ts";
import type { ProcessKeeper } from "./process-keeper.ts";
import { overLimit, type ProcessLimits, type ProcessUsage, usageFromOutside } from "./process-limits.ts";

/** How the processes of a machine are held to their folder, and to what they may use. */
export interface Confinement {
  readonly limits: ProcessLimits;
  /** Ends them when this process is gone, however it went. */
  readonly keeper: ProcessKeeper;
  /** Ports of the real loopback interface that programs may not connect to: the dev server's own. */
  readonly closedPorts: () => readonly number[];
}

/** On which terms a process starts. */
export interface ProcessTerms {
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly confined: ConfinedSetup | undefined;
}

/** Rejects when it may not start at all: an option that would free it, a link that leads out of its folder. */
export async function confinedTerms(
  { closedPorts }: Confinement,
  folders: MachineFolders,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ProcessTerms> {
  refuseOptions(args);
  await refuseLinks(folders.project);
  return {
    flags: await permissionFlags(folders),
    env: harmlessEnvironment(env),
    confined: { folder: folders.project, closedPorts: closedPorts() },
  };
}

export interface HeldProcess {
  readonly pid: number;
  endFor(reason: string): void;
  /** Default: of the process alone. */
  readonly usage?: (pid: number) => ProcessUsage | undefined;
  /** Another reason to end it. */
  readonly over?: () => string | undefined;
}

/** Watches what a process uses; `endFor` is called at the first limit it passes. */
export function holdToLimits(
  limits: ProcessLimits,
  { pid, endFor, usage = usageFromOutside, over }: HeldProcess,
): { onPong(usage: ProcessUsage): void; onRound(silentMs: number): void } {
  const startedMs = performance.now();
  let told: ProcessUsage = { memoryBytes: 0, cpuMs: 0 };
  return {
    onPong: (usage) => {
      told = usage;
    },
    onRound: (silentMs) => {
      const used = usage(pid) ?? told;
      const reason =
        over?.() ?? overLimit(limits, { ...used, silentMs, wallMs: performance.now() - startedMs });
      if (reason !== undefined) endFor(reason);
    },
  };
}

/** Node's flags for a process that reads and writes in its folder alone, and starts nothing. */
async function permissionFlags(folders: MachineFolders): Promise<string[]> {
  const modules = join(REPOSITORY, "node_modules");
  const readable = [
    ...[folders.project, folders.compileCache, folders.packages, folders.description],
    ...[...(await packagesIn(modules)), ...(await packagesIn(await realpath(modules)))],
    join(REPOSITORY, "package.json"),
    ...LIBRARY_ROOMS.map((room) => join(REPOSITORY, "src", room)),
    import.meta.dirname,
  ];
  return [
    "--permission",
    ...[...new Set(readable)].map((path) => `--allow-fs-read=${path}`),
    ...[folders.project, folders.compileCache].map((path) => `--allow-fs-write=${path}`),
  ];
}

/**
 * All packages in `modules`, and none of the folders beside them in which tools keep texts of the course, its solutions
 * among them: their names begin with a dot. By first letters, since a command line takes no thousand names.
 */
async function packagesIn(modules: string): Promise<string[]> {
  const names = (await readdir(modules)).filter((name) => !name.startsWith("."));
  return [...new Set(names.map((name) => join(modules, `${name[0]}*`)))];
}

/** Node follows links out of a permitted folder, so a folder with such a link runs nothing. */
async function refuseLinks(project: string): Promise<void> {
  const entries = await readdir(project, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const target = await realpath(path).catch(() => path);
    if (target === project || target.startsWith(project + sep)) continue;
    throw new EngineError(
      "bad-path",
      `${relative(project, path)} is a link that leads out of the exercise's folder, where programs may not read. Remove it, then run again.`,
    );
  }
}

/** Node options that a program may be started with. All others could lift what confines it. */
const HARMLESS_OPTIONS = new Set(["-e", "--eval", "-p", "--print", "-v", "--version", "--trace-warnings"]);

/** Those of them that take the next word for a program. */
const TAKES_CODE = new Set(["-e", "--eval", "-p", "--print"]);

/** Looks at all words that Node takes for options of its own: those before the file, whose are the others. */
function refuseOptions(args: readonly string[]): void {
  for (const [at, word] of args.entries()) {
    if (!word.startsWith("-")) {
      if (TAKES_CODE.has(args[at - 1] ?? "")) continue;
      return;
    }
    if (!HARMLESS_OPTIONS.has(word)) {
      throw new EngineError(
        "unknown-command",
        `node ${word}: this option is not taken here. Name the file to run: node server.ts.`,
      );
    }
  }
}

/** The environment without what makes Node, its loader or its libraries load or write something else. */
function harmlessEnvironment(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !LOADER_VARIABLE.test(name)));
}

const LOADER_VARIABLE = /^(?:LD_|DYLD_|OPENSSL_|SSL|UV_|NODE_(?!ENV$|DEBUG$|NO_WARNINGS$))/i;
