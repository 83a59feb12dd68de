import { existsSync, lstatSync, readlinkSync } from "node:fs";
import { dirname } from "node:path";
import type { IsolationTools } from "./isolation.ts";
import {
  LIBRARY_PLACE,
  MACHINES_PLACE,
  NODE_PLACE,
  REPOSITORY_PLACE,
  STORES_PLACE,
  TESTS_PLACE,
} from "./places.ts";
import { type SandboxLimits, TESTS_MEMORY_MB } from "./sandbox-limits.ts";

/** Where what is shown inside the sandbox lies now. Absolute, without links. */
export interface Sources {
  readonly repository: string;
  readonly modules: string;
  readonly node: string;
}

type CommandLine = readonly [command: string, ...args: string[]];

/** Folders of libraries, which Node and the tools are linked with. No others: a project may lie below /usr too. */
const LIBRARY_FOLDERS = ["/usr/lib", "/usr/lib32", "/usr/lib64"];
const ROOT_FOLDERS = ["/lib", "/lib32", "/lib64"];
/** The user "nobody" of nearly every system. */
const NOBODY = "65534";
const TESTS_DISK_BYTES = 256 * 1024 * 1024;

/** All that the process which runs the tests can see and do; the programs are put into cells inside of it. */
export function testsCommand(
  tools: IsolationTools,
  sources: Sources,
  limits: SandboxLimits,
  nodeArgs: readonly string[],
): CommandLine {
  const inside: CommandLine = [
    tools.bwrap,
    ...SEPARATE,
    ...mounts(tools, sources),
    ...["--proc", "/proc", "--dev", "/dev"],
    ...["--size", String(limits.diskBytes), "--tmpfs", MACHINES_PLACE],
    ...[TESTS_PLACE, LIBRARY_PLACE, STORES_PLACE].flatMap((place) => [
      "--size",
      String(TESTS_DISK_BYTES),
      "--tmpfs",
      place,
    ]),
    ...["--remount-ro", "/", "--chdir", REPOSITORY_PLACE, "--"],
    ...[tools.prlimit, "--core=0", NODE_PLACE, `--max-old-space-size=${TESTS_MEMORY_MB}`, ...nodeArgs],
  ];
  return tools.setpriv === undefined ? inside : asNobody(tools, tools.setpriv, sources, limits, nodeArgs);
}

/**
 * Root's rights are given away first. What root may see and nobody may not (a project in /root) is shown at its place
 * inside before that.
 */
function asNobody(
  tools: IsolationTools,
  setpriv: string,
  sources: Sources,
  limits: SandboxLimits,
  nodeArgs: readonly string[],
): CommandLine {
  const placed: Sources = {
    repository: REPOSITORY_PLACE,
    modules: `${REPOSITORY_PLACE}/node_modules`,
    node: NODE_PLACE,
  };
  const shown = [...mounts(tools, sources), ...readOnly(setpriv, setpriv)];
  return [
    ...[tools.bwrap, "--die-with-parent", ...openFolders(shown), ...shown],
    ...["--dev-bind", "/dev", "/dev", "--bind", "/proc", "/proc", "--"],
    ...[setpriv, "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--no-new-privs"],
    ...testsCommand({ ...tools, setpriv: undefined }, placed, limits, nodeArgs),
  ] as unknown as CommandLine;
}

/** What a cell shows its program, and lets it change. Absolute paths, the same inside. */
export interface CellFolders {
  readonly project: string;
  readonly readOnly: readonly string[];
  readonly writable: readonly string[];
  /** Shown as /tmp. */
  readonly temporary: string;
}

/** A program in a cell: alone with its files, the library and a loopback that nobody else has. */
export function cellCommand(
  tools: IsolationTools,
  folders: CellFolders,
  limits: SandboxLimits,
  nodeArgs: readonly string[],
): CommandLine {
  return [
    tools.bwrap,
    ...SEPARATE,
    ...(tools.forbidsNamespaces ? ["--disable-userns"] : []),
    ...systemMounts([tools.prlimit]),
    ...["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"],
    ...readOnly(NODE_PLACE, NODE_PLACE),
    ...folders.readOnly.flatMap((path) => readOnly(path, path)),
    ...[folders.project, ...folders.writable].flatMap((path) => ["--bind", path, path]),
    ...["--bind", folders.temporary, "/tmp"],
    ...["--remount-ro", "/", "--chdir", folders.project, "--"],
    ...[tools.prlimit, ...resourceLimits(limits), NODE_PLACE, ...nodeArgs],
  ];
}

/** New processes, users, network, files and names; no terminal; gone as soon as the one who started it is. */
const SEPARATE = ["--unshare-all", "--unshare-user", "--die-with-parent", "--new-session"];

/** V8 sets aside about as much as it never uses; the engine watches what is in use. */
const RESERVED_BYTES = 640 * 1024 * 1024;

function resourceLimits(limits: SandboxLimits): string[] {
  return [
    "--core=0",
    `--nproc=${limits.processes}`,
    `--nofile=${limits.openFiles}`,
    `--fsize=${limits.diskBytes}`,
    `--data=${limits.memoryBytes + RESERVED_BYTES}`,
    `--cpu=${Math.ceil(limits.cpuMs / 1000)}`,
  ];
}

function mounts(tools: IsolationTools, { repository, modules, node }: Sources): string[] {
  return [
    // Where bubblewrap builds what it shows to the next one inside.
    ...["--perms", "0755", "--dir", "/tmp"],
    ...systemMounts([tools.bwrap, tools.prlimit]),
    ...readOnly(repository, REPOSITORY_PLACE),
    ...(modules === `${repository}/node_modules`
      ? []
      : readOnly(modules, `${REPOSITORY_PLACE}/node_modules`)),
    ...readOnly(node, NODE_PLACE),
  ];
}

/** The system's libraries, links among its folders as they are, and these programs. */
function systemMounts(programs: readonly string[]): string[] {
  const folders = [...LIBRARY_FOLDERS, ...ROOT_FOLDERS].filter((path) => existsSync(path));
  const places = folders.flatMap((path) =>
    lstatSync(path).isSymbolicLink() ? ["--symlink", readlinkSync(path), path] : readOnly(path, path),
  );
  loadedLibraries ??= findLoadedLibraries();
  const libraries = loadedLibraries.filter((path) => !folders.some((folder) => isIn(path, folder)));
  return [...places, ...[...libraries, ...programs].flatMap((path) => readOnly(path, path))];
}

/** Folders above what is mounted, which bubblewrap would otherwise make for root alone. */
function openFolders(mounted: readonly string[]): string[] {
  const above = new Set<string>();
  for (const path of mounted.filter((word) => word.startsWith("/"))) {
    for (let folder = dirname(path); folder !== "/"; folder = dirname(folder)) above.add(folder);
  }
  const places = [...above].filter((path) => !LIBRARY_FOLDERS.some((folder) => isIn(path, folder)));
  return places.sort().flatMap((path) => ["--perms", "0755", "--dir", path]);
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

let loadedLibraries: readonly string[] | undefined;

/** Of this Node, wherever its system keeps them. */
function findLoadedLibraries(): string[] {
  // The report would look up names of open connections.
  Object.assign(process.report, { excludeNetwork: true });
  const report = process.report.getReport() as { readonly sharedObjects?: readonly string[] };
  return (report.sharedObjects ?? []).filter((path) => existsSync(path) && dirname(path) !== "/");
}

function readOnly(from: string, to: string): string[] {
  return ["--ro-bind", from, to];
}
