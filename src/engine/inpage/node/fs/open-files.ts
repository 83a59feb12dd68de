import type { Kernel, VolumeChange } from "../../kernel.ts";
import { invalidArgType, outOfRange } from "../node-error.ts";
import { type OpenFlags, openFlags } from "./file-constants.ts";
import { fileError } from "./file-errors.ts";
import type { FilePath } from "./file-paths.ts";
import { type Plan, plan } from "./plan.ts";

const FIRST_FD = 17;

/** A file that a process holds open. Its bytes stay readable when its name is removed. */
export class OpenFile {
  readonly fd: number;
  readonly path: FilePath;
  readonly flags: OpenFlags;
  position = 0;
  readonly #kernel: Kernel;
  readonly #inode: number | undefined;
  #last: Uint8Array = new Uint8Array(0);

  constructor(kernel: Kernel, fd: number, path: FilePath, flags: OpenFlags) {
    this.#kernel = kernel;
    this.fd = fd;
    this.path = path;
    this.flags = flags;
    this.#inode = kernel.volume.stat(path.full)?.inode;
    this.bytes();
  }

  /** The file's bytes now. Throws for a folder. */
  bytes(): Uint8Array {
    const { volume } = this.#kernel;
    const stat = volume.stat(this.path.full);
    if (stat?.kind === "file" && stat.inode === this.#inode) this.#last = volume.read(this.path.full);
    return this.#last;
  }

  get isFolder(): boolean {
    return this.#kernel.volume.stat(this.path.full)?.kind === "folder";
  }

  /** Puts bytes at a position (`null`: at the current one, which moves; at the end of an append file). */
  writing(bytes: Uint8Array, position: number | null): readonly VolumeChange[] {
    if (!this.flags.write) throw fileError("EBADF", { syscall: "write" });
    if (bytes.length === 0) return [];
    const before = this.bytes();
    const at = this.flags.append ? before.length : (position ?? this.position);
    if (position === null) this.position = at + bytes.length;
    const copy = bytes.slice();
    if (at === before.length) return [{ kind: "write", path: this.path.full, bytes: copy, append: true }];
    const whole = new Uint8Array(Math.max(before.length, at + bytes.length));
    whole.set(before);
    whole.set(copy, at);
    return [{ kind: "write", path: this.path.full, bytes: whole }];
  }

  truncating(length: number): readonly VolumeChange[] {
    if (!this.flags.write) throw fileError("EINVAL", { syscall: "ftruncate" });
    const whole = new Uint8Array(length);
    whole.set(this.bytes().subarray(0, length));
    return [{ kind: "write", path: this.path.full, bytes: whole }];
  }
}

/** The file descriptors of a process. */
export class OpenFiles {
  readonly #kernel: Kernel;
  readonly #files = new Map<number, OpenFile>();

  constructor(kernel: Kernel) {
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
    this.#files.delete(this.get(fd, "close").fd);
  }
}
