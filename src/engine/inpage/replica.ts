import { type Volume, type VolumeChange, VolumeError, type VolumeStat } from "./kernel.ts";
import { type AppliedChange, type StampedChange, Tree } from "./tree.ts";
import type { VolumeNotice, VolumeRequest } from "./volume-messages.ts";

interface Pending {
  readonly id: number;
  readonly stamped: StampedChange;
  /** What it did to this replica; `undefined` while the authority decides, or when it cannot be done here. */
  applied: AppliedChange | undefined;
  /** It made a file here. */
  readonly isNew: boolean;
  readonly settle: { resolve(): void; reject(error: VolumeError): void } | undefined;
}

export interface ReplicaOptions {
  /** Its inodes are unique in the machine because its first is. */
  readonly firstInode: number;
  readonly nowMs: () => number;
  readonly send: (request: VolumeRequest) => void;
}

/**
 * One process's copy of the tree, empty until the first "volume-reset". What it shows is the authority's order so far, then this process's own
 * synchronous changes that the authority has not placed yet. When another process's change comes in
 * between, the own ones are undone and done again after it, so all copies end equal.
 */
export class Replica implements Volume {
  readonly #tree = new Tree();
  readonly #nowMs: () => number;
  readonly #send: (request: VolumeRequest) => void;
  readonly #watchers = new Set<(path: string) => void>();
  readonly #pending: Pending[] = [];
  /** Of files that a process made here, synchronously, and that another had made before: their inodes. */
  readonly #madeBefore = new Map<number, number>();
  #nextInode: number;
  #nextId = 1;

  constructor({ firstInode, nowMs, send }: ReplicaOptions) {
    this.#nextInode = firstInode;
    this.#nowMs = nowMs;
    this.#send = send;
  }

  stat(path: string): VolumeStat | undefined {
    return this.#tree.stat(path);
  }

  read(path: string): Uint8Array {
    return this.#tree.read(path);
  }

  list(path: string): readonly string[] {
    return this.#tree.list(path);
  }

  inodeNow(made: number): number {
    return this.#madeBefore.get(made) ?? made;
  }

  watch(listener: (path: string) => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  apply(change: VolumeChange): void {
    const stamped = this.#stamp(change);
    const applied = this.#tree.apply(stamped);
    this.#submit(stamped, applied, undefined);
    this.#tell(applied.files);
  }

  commit(change: VolumeChange): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#submit(this.#stamp(change), undefined, { resolve, reject });
    });
  }

  receive(notice: VolumeNotice): void {
    switch (notice.kind) {
      case "volume-foreign":
        this.#rebase(notice.stamped);
        return;
      case "volume-reset":
        this.#tree.load(notice.snapshot);
        for (const pending of this.#pending) this.#redo(pending);
        this.#tell(this.#tree.filesBelow("/"));
        return;
      case "volume-done":
      case "volume-failed":
        this.#placed(notice);
        return;
    }
  }

  #placed(notice: Extract<VolumeNotice, { id: number }>): void {
    const [first] = this.#pending;
    if (first === undefined || first.id !== notice.id) return;
    if (notice.kind === "volume-failed") {
      this.#undoAll();
      this.#pending.shift();
      for (const pending of this.#pending) this.#redo(pending);
      first.settle?.reject(new VolumeError(notice.code, notice.path, notice.message));
      return;
    }
    if (first.applied !== undefined) this.#pending.shift();
    else {
      this.#undoAll();
      this.#pending.shift();
      const { files } = this.#tree.apply(first.stamped);
      for (const pending of this.#pending) this.#redo(pending);
      this.#tell(files);
    }
    first.settle?.resolve();
  }

  #rebase(stamped: StampedChange): void {
    this.#undoAll();
    const { files } = this.#tree.apply(stamped);
    for (const pending of this.#pending) this.#redo(pending);
    this.#tell(files);
  }

  #undoAll(): void {
    for (const pending of this.#pending.toReversed()) {
      pending.applied?.undo();
    }
  }

  /** An own synchronous change that the authority will refuse after what came in between fails here too. */
  #redo(pending: Pending): void {
    if (pending.settle !== undefined) return;
    const { stamped, isNew } = pending;
    try {
      pending.applied = this.#tree.apply(stamped);
      if (isNew && stamped.change.kind === "write") this.#findAgain(stamped.inode, stamped.change.path);
    } catch (error) {
      if (!(error instanceof VolumeError)) throw error;
      pending.applied = undefined;
    }
  }

  /** Who holds a file open that it made has it still, when another process turns out to have made it before. */
  #findAgain(made: number, path: string): void {
    const inode = this.#tree.stat(path)?.inode;
    if (inode === undefined || inode === made) this.#madeBefore.delete(made);
    else this.#madeBefore.set(made, inode);
  }

  #stamp(change: VolumeChange): StampedChange {
    const inode = this.#nextInode;
    this.#nextInode += change.kind === "make-folder" ? change.path.split("/").length : 1;
    // The caller may fill its buffer again; `slice` of a Node Buffer would not copy.
    const kept = change.kind === "write" ? { ...change, bytes: new Uint8Array(change.bytes) } : change;
    return { change: kept, atMs: this.#nowMs(), inode };
  }

  #submit(stamped: StampedChange, applied: AppliedChange | undefined, settle: Pending["settle"]): void {
    const id = this.#nextId;
    this.#nextId += 1;
    const { change, inode } = stamped;
    const isNew = applied !== undefined && change.kind === "write" && this.stat(change.path)?.inode === inode;
    this.#pending.push({ id, stamped, applied, isNew, settle });
    this.#send({ kind: "volume", id, stamped });
  }

  #tell(paths: readonly string[]): void {
    for (const path of paths) {
      for (const watcher of this.#watchers) watcher(path);
    }
  }
}
