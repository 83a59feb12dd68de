import { statfsSync } from "node:fs";
import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Cell } from "../../engine/local/cell.ts";
import { bootLocalEngine, type LocalMachine } from "../../engine/local/local-engine.ts";
import { type MachineFolders, REPOSITORY, temporaryFolders } from "../../engine/local/machine-folders.ts";
import { cellCommand } from "./bubblewrap.ts";
import { cellFiles } from "./cell-files.ts";
import type { IsolationTools } from "./isolation.ts";
import type { LibraryFolder } from "./library-folder.ts";
import type { RecordStore } from "./record-store/record-store.ts";
import type { SandboxLimits } from "./sandbox-limits.ts";

export interface CellEngineOptions {
  readonly tools: IsolationTools;
  readonly limits: SandboxLimits;
  readonly library: LibraryFolder;
  /** Where the tests keep the program's sessions. Absent: the program keeps them, in files. */
  readonly store?: RecordStore | undefined;
  /** What Node has compiled of the library, to begin with; each machine has a copy of its own. Absent: nothing. */
  readonly compiled?: string;
  /** Default true. Without, the cell alone holds the program: its tests need to know that it does. */
  readonly permissions?: boolean;
}

const MEGABYTE = 1024 * 1024;

/** Boots an engine whose programs nobody trusts: each runs in a cell. For inside the sandbox's outer part. */
export async function bootCellEngine(options: CellEngineOptions): Promise<LocalMachine> {
  const { limits, compiled, library } = options;
  const folders = await temporaryFolders(library.link);
  if (compiled !== undefined) await cp(compiled, folders.compileCache, { recursive: true });
  return bootLocalEngine({
    folders,
    memoryLimitMb: Math.floor(limits.memoryBytes / MEGABYTE / 2),
    preload: library.preload,
    cell: await openCell(folders, options),
  });
}

async function openCell(
  folders: MachineFolders,
  { tools, limits, library, store, permissions = true }: CellEngineOptions,
): Promise<Cell> {
  const home = folders.temporary ?? folders.project;
  const [sockets, temporary] = [join(home, "sockets"), join(home, "tmp")];
  await Promise.all([mkdir(sockets), mkdir(temporary)]);
  const shown = {
    project: folders.project,
    readOnly: [
      ...[library.path, ...startedParts(), folders.packages, folders.description],
      ...(store === undefined ? [] : [store.folder]),
    ],
    writable: [sockets, folders.compileCache],
    temporary,
  };
  const flags = permissions ? permissionFlags([...shown.writable, folders.project], shown.readOnly) : [];
  return {
    command: (nodeArgs) => cellCommand(tools, shown, limits, [...flags, ...nodeArgs]),
    sockets,
    hosted: store?.sockets ?? {},
    files: cellFiles(folders),
    limits,
    over: () => tooManyFiles(home, limits),
  };
}

/** What a program may start beside the library. Nothing of the exercises, their tests and solutions. */
function startedParts(): string[] {
  return ["package.json", join("src", "engine", "inpage", "redis")].map((part) => join(REPOSITORY, part));
}

/** On top of the cell: no children, no workers, no native addons, no debugger, no files but these. */
function permissionFlags(writable: readonly string[], readOnly: readonly string[]): string[] {
  const changed = [...writable, "/tmp"];
  return [
    "--permission",
    ...[...changed, ...readOnly].map((path) => `--allow-fs-read=${path}`),
    ...changed.map((path) => `--allow-fs-write=${path}`),
  ];
}

/** An empty file takes no room of the disk, but memory of the system. */
function tooManyFiles(folder: string, limits: SandboxLimits): string | undefined {
  const { files, ffree } = statfsSync(folder);
  return files - ffree > limits.files
    ? `The program made more than ${limits.files} files and was ended.`
    : undefined;
}
