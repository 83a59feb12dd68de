import type { EngineFiles, FileTree } from "../engine.ts";
import { EngineError } from "../engine.ts";
import { VolumeError } from "./kernel.ts";
import { type StampedChange, Tree, type TreeEntry, type TreeSnapshot } from "./tree.ts";
import type { VolumeNotice, VolumeRequest } from "./volume-messages.ts";

/** Where the learner's tree stands in the machine. */
export const PROJECT = "/project";

type SendNotice = (notice: VolumeNotice) => void;

/** Keeps the one true tree and puts the changes of all processes in one order. */
export class VolumeAuthority implements EngineFiles {
  /** As on Linux: one name for as long as the machine runs. Lock files tell by it whose process a pid is. */
  readonly #bootId = new TextEncoder().encode(`${crypto.randomUUID()}\n`);
  readonly #tree = new Tree(emptyMachine(this.#bootId));
  readonly #replicas = new Set<SendNotice>();
  readonly #onFiles: (paths: readonly string[]) => void;
  #changed = new Set<string>();
  #nextInode = 10;

  /** `onFiles` gets the paths that changed, relative, sorted, coalesced over a short while. */
  constructor(onFiles: (paths: readonly string[]) => void) {
    this.#onFiles = onFiles;
  }

  snapshot(): TreeSnapshot {
    return this.#tree.snapshot();
  }

  /** Absolute paths of the files in the project. */
  projectFiles(): string[] {
    return this.#tree.filesBelow(PROJECT);
  }

  /** `undefined`: there is no such file. The bytes are not to be changed. */
  bytesAt(path: string): Uint8Array | undefined {
    return this.#tree.stat(path)?.kind === "file" ? this.#tree.read(path) : undefined;
  }

  /** From now on `send` gets every change. The replica starts from {@link snapshot}. */
  join(send: SendNotice): () => void {
    this.#replicas.add(send);
    return () => this.#replicas.delete(send);
  }

  /** A change of the process behind `origin`, which gets the verdict. */
  receive({ id, stamped }: VolumeRequest, origin: SendNotice): void {
    try {
      this.#apply(stamped, origin);
    } catch (error) {
      if (!(error instanceof VolumeError)) throw error;
      const { code, path, message } = error;
      origin({ kind: "volume-failed", id, code, path, message });
      return;
    }
    origin({ kind: "volume-done", id });
  }

  mount(files: FileTree): void {
    for (const path of Object.keys(files)) checkPath(path);
    const before = new Map(this.projectFiles().map((path) => [path, this.#tree.read(path)]));
    const next = new Tree(emptyMachine(this.#bootId));
    const atMs = Date.now();
    for (const [path, content] of Object.entries(files)) {
      for (const change of writes(`${PROJECT}/${path}`, toBytes(content))) {
        try {
          next.apply({ change, atMs, inode: this.#takeInodes(path) });
        } catch (error) {
          throw new EngineError("bad-path", `"${path}" cannot be a file: part of it is a file already.`, {
            cause: error,
          });
        }
      }
    }
    const snapshot = next.snapshot();
    this.#tree.load(snapshot);
    for (const send of this.#replicas) send({ kind: "volume-reset", snapshot });
    const paths = new Set([...before.keys(), ...this.projectFiles()]);
    this.#note([...paths].filter((path) => !sameBytes(before.get(path), this.bytesAt(path))));
  }

  async readFile(path: string): Promise<Uint8Array> {
    return this.#read(path).slice();
  }

  async readText(path: string): Promise<string> {
    return new TextDecoder().decode(this.#read(path));
  }

  async writeFile(path: string, content: string | Uint8Array): Promise<void> {
    checkPath(path);
    try {
      for (const change of writes(`${PROJECT}/${path}`, toBytes(content))) {
        this.#apply({ change, atMs: Date.now(), inode: this.#takeInodes(path) }, undefined);
      }
    } catch (error) {
      throw new EngineError(
        "bad-path",
        `"${path}" cannot be a file: part of it is a file, or it is a folder.`,
        {
          cause: error,
        },
      );
    }
  }

  async list(folder?: string): Promise<readonly string[]> {
    if (folder !== undefined) checkPath(folder);
    const below = folder === undefined ? PROJECT : `${PROJECT}/${folder}`;
    if (this.#tree.stat(below)?.kind !== "folder") return [];
    return this.#tree
      .filesBelow(below)
      .map((path) => path.slice(PROJECT.length + 1))
      .sort();
  }

  async remove(path: string): Promise<void> {
    checkPath(path);
    const change = { kind: "remove", path: `${PROJECT}/${path}`, recursive: true, force: true } as const;
    this.#apply({ change, atMs: Date.now(), inode: 0 }, undefined);
  }

  #apply(stamped: StampedChange, origin: SendNotice | undefined): void {
    const { files } = this.#tree.apply(stamped);
    for (const send of this.#replicas) {
      if (send !== origin) send({ kind: "volume-foreign", stamped });
    }
    this.#note(files);
  }

  #read(path: string): Uint8Array {
    checkPath(path);
    return (
      this.bytesAt(`${PROJECT}/${path}`) ??
      fail("not-found", `There is no file "${path}". Files are named as list() gives them.`)
    );
  }

  #takeInodes(path: string): number {
    const inode = this.#nextInode;
    this.#nextInode += path.split("/").length + 1;
    return inode;
  }

  #note(paths: readonly string[]): void {
    const inProject = paths.filter((path) => path.startsWith(`${PROJECT}/`));
    if (inProject.length === 0) return;
    if (this.#changed.size === 0) setTimeout(() => this.#announce(), COALESCE_MS);
    for (const path of inProject) this.#changed.add(path.slice(PROJECT.length + 1));
  }

  #announce(): void {
    const paths = [...this.#changed].sort();
    this.#changed = new Set();
    this.#onFiles(paths);
  }
}

const COALESCE_MS = 20;

function emptyMachine(bootId: Uint8Array): TreeSnapshot {
  const atMs = Date.now();
  const entry = (path: string, inode: number, bytes: Uint8Array | null = null): TreeEntry => {
    return { path, inode, createdMs: atMs, modifiedMs: atMs, bytes };
  };
  return [
    entry(PROJECT, 2),
    entry("/tmp", 3),
    entry("/proc", 4),
    entry("/proc/sys", 5),
    entry("/proc/sys/kernel", 6),
    entry("/proc/sys/kernel/random", 7),
    entry("/proc/sys/kernel/random/boot_id", 8, bootId),
  ];
}

function writes(path: string, bytes: Uint8Array) {
  const folder = path.slice(0, path.lastIndexOf("/"));
  return [
    { kind: "make-folder", path: folder, recursive: true },
    { kind: "write", path, bytes },
  ] as const;
}

function checkPath(path: string): void {
  const fine =
    !path.includes("\\") &&
    !path.includes("\0") &&
    path.split("/").every((segment) => segment !== "" && segment !== "." && segment !== "..");
  if (!fine) {
    fail(
      "bad-path",
      `"${path}" is no path of a file here. Write it like "routes/cart.ts": relative, with no "." or "..".`,
    );
  }
}

function fail(code: "bad-path" | "not-found", message: string): never {
  throw new EngineError(code, message);
}

function toBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content.slice();
}

function sameBytes(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return left.byteLength === right.byteLength && left.every((byte, index) => byte === right[index]);
}
