import type { VolumeStat } from "../../kernel.ts";
import { nameOf, parentOf } from "./file-paths.ts";

/** What `fs.stat` gives. There are no permissions: the mode is that of an ordinary file or folder. */
export class Stats {
  readonly dev: number | bigint = 1;
  readonly mode: number | bigint;
  readonly nlink: number | bigint = 1;
  readonly uid: number | bigint = 1000;
  readonly gid: number | bigint = 1000;
  readonly rdev: number | bigint = 0;
  readonly blksize: number | bigint = 4096;
  readonly ino: number | bigint;
  readonly size: number | bigint;
  readonly blocks: number | bigint;
  readonly atimeMs: number | bigint;
  readonly mtimeMs: number | bigint;
  readonly ctimeMs: number | bigint;
  readonly birthtimeMs: number | bigint;
  readonly atime: Date;
  readonly mtime: Date;
  readonly ctime: Date;
  readonly birthtime: Date;
  readonly #kind: VolumeStat["kind"];

  constructor(stat: VolumeStat) {
    this.#kind = stat.kind;
    const isFolder = stat.kind === "folder";
    this.mode = isFolder ? 0o40755 : 0o100644;
    this.ino = stat.inode;
    this.size = isFolder ? 4096 : stat.size;
    this.blocks = isFolder ? 8 : Math.ceil(stat.size / 4096) * 8;
    this.atimeMs = stat.modifiedMs;
    this.mtimeMs = stat.modifiedMs;
    this.ctimeMs = stat.modifiedMs;
    this.birthtimeMs = stat.createdMs;
    this.atime = new Date(stat.modifiedMs);
    this.mtime = new Date(stat.modifiedMs);
    this.ctime = new Date(stat.modifiedMs);
    this.birthtime = new Date(stat.createdMs);
  }

  isFile(): boolean {
    return this.#kind === "file";
  }
  isDirectory(): boolean {
    return this.#kind === "folder";
  }
  isSymbolicLink(): boolean {
    return false;
  }
  isBlockDevice(): boolean {
    return false;
  }
  isCharacterDevice(): boolean {
    return false;
  }
  isFIFO(): boolean {
    return false;
  }
  isSocket(): boolean {
    return false;
  }
}

/** With `{ bigint: true }`. */
export function bigintStats(stat: VolumeStat): Stats {
  const stats = new Stats(stat);
  for (const [name, value] of Object.entries(stats)) {
    if (typeof value === "number") Object.assign(stats, { [name]: BigInt(Math.trunc(value)) });
  }
  for (const name of ["atime", "mtime", "ctime", "birthtime"] as const) {
    Object.assign(stats, { [`${name}Ns`]: BigInt(Math.trunc(stats[name].getTime())) * 1_000_000n });
  }
  return stats;
}

export class Dirent {
  readonly name: string;
  readonly parentPath: string;
  readonly #kind: VolumeStat["kind"];
  constructor(path: string, kind: VolumeStat["kind"], parentPath = parentOf(path)) {
    this.name = nameOf(path);
    this.parentPath = parentPath;
    this.#kind = kind;
  }
  isFile(): boolean {
    return this.#kind === "file";
  }
  isDirectory(): boolean {
    return this.#kind === "folder";
  }
  isSymbolicLink(): boolean {
    return false;
  }
  isBlockDevice(): boolean {
    return false;
  }
  isCharacterDevice(): boolean {
    return false;
  }
  isFIFO(): boolean {
    return false;
  }
  isSocket(): boolean {
    return false;
  }
}
