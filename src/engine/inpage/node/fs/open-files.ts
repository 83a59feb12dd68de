import type { Kernel, Volume, VolumeChange, VolumeStat } from "../../kernel.ts";
import { invalidArgType, outOfRange } from "../node-error.ts";
import { type OpenFlags, openFlags } from "./file-constants.ts";
import { fileError } from "./file-errors.ts";
import { childOf, type FilePath } from "./file-paths.ts";
import { type Plan, plan } from "./plan.ts";

const FIRST_FD = 17;

/**
 * A file that a process holds open. It follows its file when that gets another name. When no name leads to it any
 * more (removed, or replaced by another), it lives on in here alone, for as long as it is open.
 */
export class OpenFile {
  readonly fd: number;
  readonly flags: OpenFlags;
  position = 0;
  readonly #kernel: Pick<Kernel, "volume">;
  readonly #stopWatching: () => void;
  #path: FilePath;
  #hasName = true;
  #stat: VolumeStat;
  readonly #made: number;
  #last: Uint8Array = new Uint8Array(0);

  /** Throws ENOENT when it is gone already. */
  constructor(kernel: Pick<Kernel, "volume">, fd: number, path: FilePath, flags: OpenFlags) {
    const stat = kernel.volume.stat(path.full);
    if (stat === undefined) throw fileError("ENOENT", { syscall: "open", path: path.shown });
    this.#kernel = kernel;
    this.fd = fd;
    this.#path = path;
    this.flags = flags;
    this.#stat = stat;
    this.#made = stat.inode;
    this.#look();
    this.#stopWatching = kernel.volume.watch((changed) => {
      if (changed === this.#path.full) this.#look();
    });
  }

  get path(): FilePath {
    return this.#path;
  }

  get isFolder(): boolean {
    return this.#stat.kind === "folder";
  }

  /** The file's bytes now. Throws for a folder. */
  bytes(): Uint8Array {
    this.#look();
    return this.#last;
  }

  stat(): VolumeStat {
    this.#look();
    return this.#stat;
  }

  /** Puts bytes at a position (`null`: at the current one, which moves; at the end of an append file). */
  writing(bytes: Uint8Array, position: number | null): readonly VolumeChange[] {
    if (!this.flags.write) throw fileError("EBADF", { syscall: "write" });
    if (bytes.length === 0) return [];
    const before = this.bytes();
    const at = this.flags.append ? before.length : (position ?? this.position);
    if (position === null) this.position = at + bytes.length;
    const copy = bytes.slice();
    if (at === before.length && this.#hasName) {
      return [{ kind: "write", path: this.path.full, bytes: copy, append: true }];
    }
    const whole = new Uint8Array(Math.max(before.length, at + bytes.length));
    whole.set(before);
    whole.set(copy, at);
    return this.#replacing(whole);
  }

  truncating(length: number): readonly VolumeChange[] {
    if (!this.flags.write) throw fileError("EINVAL", { syscall: "ftruncate" });
    const whole = new Uint8Array(length);
    whole.set(this.bytes().subarray(0, length));
    return this.#replacing(whole);
  }

  settingTime(modifiedMs: number): readonly VolumeChange[] {
    this.#look();
    if (this.#hasName) return [{ kind: "set-times", path: this.path.full, modifiedMs }];
    this.#stat = { ...this.#stat, modifiedMs };
    return [];
  }

  close(): void {
    this.#stopWatching();
  }

  #replacing(bytes: Uint8Array): readonly VolumeChange[] {
    if (this.#hasName) return [{ kind: "write", path: this.path.full, bytes }];
    this.#last = bytes;
    this.#stat = { ...this.#stat, size: bytes.length, modifiedMs: Date.now() };
    return [];
  }

  /** Keeps what the file is now, as the next change may take its name from it. */
  #look(): void {
    if (!this.#hasName) return;
    const { volume } = this.#kernel;
    const inode = volume.inodeNow(this.#made);
    let stat = volume.stat(this.#path.full);
    if (stat?.inode !== inode) {
      const full = placeOf(volume, inode, "/");
      this.#hasName = full !== undefined;
      if (full === undefined) return;
      this.#path = { shown: this.#path.shown, full };
      stat = volume.stat(full);
    }
    if (stat === undefined) return;
    this.#stat = stat;
    if (stat.kind === "file") this.#last = volume.read(this.#path.full);
  }
}

/** The path of what has that inode, in the folder or below it. */
function placeOf(volume: Volume, inode: number, folder: string): string | undefined {
  for (const name of volume.list(folder)) {
    const path = childOf(folder, name);
    const stat = volume.stat(path);
    if (stat?.inode === inode) return path;
    const below = stat?.kind === "folder" ? placeOf(volume, inode, path) : undefined;
    if (below !== undefined) return below;
  }
  return undefined;
}

/** The file descriptors of a process. */
export class OpenFiles {
  readonly #kernel: Pick<Kernel, "volume">;
  readonly #files = new Map<number, OpenFile>();

  constructor(kernel: Pick<Kernel, "volume">) {
    this.#kernel = kernel;
  }

  opening(path: FilePath, flagsArgument: unknown): Plan<OpenFile> {
    const flags = openFlags(flagsArgument);
    const context = { syscall: "open", path: path.shown };
    const stat = this.#kernel.volume.stat(path.full);
    const folderRefuses = stat?.kind === "folder" && flags.write && !(flags.create && flags.exclusive);
    if (folderRefuses) throw fileError("EISDIR", context);
    if (stat === undefined && !flags.create) throw fileError("ENOENT", context);
    const nothing = new Uint8Array(0);
    const write = { kind: "write", path: path.full, bytes: nothing } as const;
    const changes: VolumeChange[] =
      flags.create && flags.exclusive
        ? [{ ...write, exclusive: true }]
        : flags.truncate
          ? [write]
          : flags.create && stat === undefined
            ? [{ ...write, append: true }]
            : [];
    return plan(context, changes, () => this.#add(path, flags));
  }

  #add(path: FilePath, flags: OpenFlags): OpenFile {
    let fd = FIRST_FD;
    while (this.#files.has(fd)) fd++;
    const file = new OpenFile(this.#kernel, fd, path, flags);
    this.#files.set(fd, file);
    return file;
  }

  /** Throws EBADF for one that is not open. */
  get(fd: unknown, syscall: string): OpenFile {
    if (typeof fd !== "number") throw invalidArgType("fd", "number", fd);
    if (!Number.isInteger(fd) || fd < 0) throw outOfRange("fd", ">= 0 && <= 2147483647", fd);
    const file = this.#files.get(fd);
    if (file === undefined) throw fileError("EBADF", { syscall });
    return file;
  }

  close(fd: unknown): void {
    const file = this.get(fd, "close");
    file.close();
    this.#files.delete(file.fd);
  }
}
