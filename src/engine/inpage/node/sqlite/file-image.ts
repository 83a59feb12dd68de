import type { Kernel } from "../../kernel.ts";

/** SQLite's kinds of locks, each holding more than the one before. */
export const UNLOCKED = 0;
export const SHARED = 1;
export const RESERVED = 2;
export const PENDING = 3;
export const EXCLUSIVE = 4;

type Owner = object;

/**
 * A database file of the tree as this process's connections see it. What they write is published whole when the
 * lock is given back, so others see all of a transaction or nothing, also when the process is killed in its midst.
 */
export class FileImage {
  readonly path: string;
  readonly #kernel: Kernel;
  readonly #locks = new Map<Owner, number>();
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #size = 0;
  /** What the tree had when it was read or published last. */
  #known: Uint8Array | undefined;
  #isChanged = false;

  constructor(kernel: Kernel, path: string) {
    this.#kernel = kernel;
    this.path = path;
  }

  get size(): number {
    if (!this.#isLocked) this.#refresh();
    return this.#size;
  }

  levelOf(owner: Owner): number {
    return this.#locks.get(owner) ?? UNLOCKED;
  }

  /** `false`: another connection, or another process, is in the way. */
  lock(owner: Owner, level: number): boolean {
    const own = this.levelOf(owner);
    if (own >= level) return true;
    if (!this.#isLocked) {
      if (!this.#kernel.databases.begin()) return false;
      this.#refresh();
    }
    const others = [...this.#locks].filter(([one]) => one !== owner).map(([, held]) => held);
    if (level === SHARED && others.some((held) => held >= PENDING)) return this.#refused();
    if (level >= RESERVED && others.some((held) => held >= RESERVED)) return this.#refused();
    if (level === EXCLUSIVE && others.length > 0) {
      this.#locks.set(owner, PENDING);
      return false;
    }
    this.#locks.set(owner, level);
    return true;
  }

  unlock(owner: Owner, level: number): void {
    if (this.levelOf(owner) <= level) return;
    if (level <= SHARED) this.publish();
    if (level === UNLOCKED) this.#locks.delete(owner);
    else this.#locks.set(owner, level);
    if (!this.#isLocked) this.#kernel.databases.end();
  }

  isReserved(): boolean {
    return [...this.#locks.values()].some((level) => level >= RESERVED);
  }

  /** Fills `target`; `false`: the file is too short, and the rest is zeros. */
  read(target: Uint8Array, offset: number): boolean {
    if (!this.#isLocked) this.#refresh();
    const part = this.#bytes.subarray(offset, Math.min(this.#size, offset + target.length));
    target.set(part);
    target.fill(0, part.length);
    return part.length === target.length;
  }

  write(source: Uint8Array, offset: number): void {
    this.#reach(offset + source.length);
    this.#bytes.set(source, offset);
    this.#size = Math.max(this.#size, offset + source.length);
    this.#isChanged = true;
  }

  truncate(size: number): void {
    this.#reach(size);
    this.#bytes.fill(0, Math.min(size, this.#size), Math.max(size, this.#size));
    this.#size = size;
    this.#isChanged = true;
  }

  /** Lets all of the machine see what was written. */
  publish(): void {
    if (!this.#isChanged) return;
    this.#isChanged = false;
    const { volume } = this.#kernel;
    volume.apply({ kind: "write", path: this.path, bytes: this.#bytes.subarray(0, this.#size) });
    this.#known = volume.read(this.path);
  }

  get #isLocked(): boolean {
    return this.#locks.size > 0;
  }

  #refused(): boolean {
    if (!this.#isLocked) this.#kernel.databases.end();
    return false;
  }

  #refresh(): void {
    if (this.#isChanged) return;
    const { volume } = this.#kernel;
    const now = volume.stat(this.path)?.kind === "file" ? volume.read(this.path) : undefined;
    if (now === this.#known && this.#known !== undefined) return;
    this.#known = now;
    this.#bytes = now === undefined ? new Uint8Array(0) : new Uint8Array(now);
    this.#size = this.#bytes.length;
  }

  /** Makes room, with some to spare. */
  #reach(size: number): void {
    if (size <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(size, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#size));
    this.#bytes = larger;
  }
}
