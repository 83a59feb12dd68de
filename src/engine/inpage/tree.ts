import { type VolumeChange, VolumeError, type VolumeStat } from "./kernel.ts";

/** A change with everything that makes it give the same result on every copy of the tree. */
export interface StampedChange {
  readonly change: VolumeChange;
  readonly atMs: number;
  /** For the first file or folder it creates; further ones count up. */
  readonly inode: number;
}

/** Plain data, for another copy: in an order in which folders come before what they hold. */
export type TreeSnapshot = readonly TreeEntry[];

export interface TreeEntry {
  readonly path: string;
  readonly inode: number;
  readonly createdMs: number;
  readonly modifiedMs: number;
  /** `null`: a folder. Two entries with one inode are one file. */
  readonly bytes: Uint8Array | null;
}

export interface AppliedChange {
  /** Puts everything back. Only valid while no later change has been applied and not undone. */
  undo(): void;
  /** Paths of files whose content, name or existence changed. */
  readonly files: readonly string[];
}

interface FileNode {
  readonly kind: "file";
  readonly inode: number;
  readonly createdMs: number;
  modifiedMs: number;
  bytes: Uint8Array;
}

interface FolderNode {
  readonly kind: "folder";
  readonly inode: number;
  readonly createdMs: number;
  modifiedMs: number;
  readonly children: Map<string, TreeNode>;
}

type TreeNode = FileNode | FolderNode;

const MESSAGES: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  EEXIST: "file already exists",
  ENOTDIR: "not a directory",
  EISDIR: "illegal operation on a directory",
  ENOTEMPTY: "directory not empty",
  EPERM: "operation not permitted",
  EINVAL: "invalid argument",
};

function fail(code: string, path: string): never {
  throw new VolumeError(code, path, `${code}: ${MESSAGES[code] ?? "failed"}`);
}

/**
 * Files and folders in memory. Changes are deterministic: the same stamped changes in the same order give
 * the same tree. A change that throws has changed nothing. Paths are absolute and normalised.
 */
export class Tree {
  #root: FolderNode;

  constructor(snapshot: TreeSnapshot = []) {
    this.#root = emptyFolder(1, 0);
    this.load(snapshot);
  }

  load(snapshot: TreeSnapshot): void {
    this.#root = emptyFolder(1, 0);
    const byInode = new Map<number, FileNode>();
    for (const { path, inode, createdMs, modifiedMs, bytes } of snapshot) {
      if (bytes === null) {
        this.#parent(path).children.set(baseName(path), {
          kind: "folder",
          inode,
          createdMs,
          modifiedMs,
          children: new Map(),
        });
        continue;
      }
      const file = byInode.get(inode) ?? { kind: "file", inode, createdMs, modifiedMs, bytes };
      byInode.set(inode, file);
      this.#parent(path).children.set(baseName(path), file);
    }
  }

  snapshot(): TreeSnapshot {
    const entries: TreeEntry[] = [];
    const walk = (folder: FolderNode, prefix: string): void => {
      for (const [name, { inode, createdMs, modifiedMs, ...node }] of folder.children) {
        const path = `${prefix}/${name}`;
        entries.push({ path, inode, createdMs, modifiedMs, bytes: node.kind === "file" ? node.bytes : null });
        if (node.kind === "folder") walk({ ...node, inode, createdMs, modifiedMs }, path);
      }
    };
    walk(this.#root, "");
    return entries;
  }

  stat(path: string): VolumeStat | undefined {
    const node = this.#find(path);
    if (node === undefined) return undefined;
    const { kind, inode, createdMs, modifiedMs } = node;
    return { kind, inode, createdMs, modifiedMs, size: node.kind === "file" ? node.bytes.byteLength : 0 };
  }

  read(path: string): Uint8Array {
    const node = this.#find(path) ?? fail("ENOENT", path);
    return node.kind === "file" ? node.bytes : fail("EISDIR", path);
  }

  list(path: string): readonly string[] {
    const node = this.#find(path) ?? fail("ENOENT", path);
    return node.kind === "folder" ? [...node.children.keys()].sort() : fail("ENOTDIR", path);
  }

  /** Paths of all files below a folder, or of the file itself; none when nothing is there. */
  filesBelow(path: string): string[] {
    const node = this.#find(path);
    if (node === undefined) return [];
    if (node.kind === "file") return [path];
    const prefix = path === "/" ? "" : path;
    return [...node.children.keys()].sort().flatMap((name) => this.filesBelow(`${prefix}/${name}`));
  }

  apply({ change, atMs, inode }: StampedChange): AppliedChange {
    switch (change.kind) {
      case "write":
        return this.#write(change, atMs, inode);
      case "make-folder":
        return this.#makeFolder(change.path, change.recursive, atMs, inode);
      case "rename":
        return this.#rename(change.from, change.to, atMs);
      case "link":
        return this.#link(change.from, change.to, atMs);
      case "remove":
        return this.#remove(change.path, change.recursive, change.force, atMs);
      case "set-times": {
        const node = this.#find(change.path) ?? fail("ENOENT", change.path);
        const before = node.modifiedMs;
        node.modifiedMs = change.modifiedMs;
        return {
          files: [],
          undo() {
            node.modifiedMs = before;
          },
        };
      }
    }
  }

  #write(change: Extract<VolumeChange, { kind: "write" }>, atMs: number, inode: number): AppliedChange {
    const { path, bytes } = change;
    const folder = this.#parent(path);
    const existing = folder.children.get(baseName(path));
    if (existing === undefined) {
      const file: FileNode = { kind: "file", inode, createdMs: atMs, modifiedMs: atMs, bytes };
      return { files: [path], undo: place(folder, baseName(path), file, atMs) };
    }
    if (change.exclusive === true) fail("EEXIST", path);
    if (existing.kind === "folder") fail("EISDIR", path);
    const before = { bytes: existing.bytes, modifiedMs: existing.modifiedMs };
    existing.bytes = change.append === true ? joined(existing.bytes, bytes) : bytes;
    existing.modifiedMs = atMs;
    return { files: [path], undo: () => void Object.assign(existing, before) };
  }

  #makeFolder(path: string, recursive: boolean, atMs: number, firstInode: number): AppliedChange {
    const existing = this.#find(path);
    if (existing !== undefined) {
      if (recursive && existing.kind === "folder") return { files: [], undo: () => undefined };
      fail("EEXIST", path);
    }
    const names = path.slice(1).split("/");
    let folder = this.#root;
    let inode = firstInode;
    let undo: (() => void) | undefined;
    for (const [index, name] of names.entries()) {
      const child = folder.children.get(name);
      if (child?.kind === "file") fail("ENOTDIR", path);
      if (child !== undefined) {
        folder = child;
        continue;
      }
      if (!recursive && index < names.length - 1) fail("ENOENT", path);
      const made = emptyFolder(inode, atMs);
      inode += 1;
      const undoThis = place(folder, name, made, atMs);
      undo ??= undoThis;
      folder = made;
    }
    return { files: [], undo: undo ?? (() => undefined) };
  }

  #rename(from: string, to: string, atMs: number): AppliedChange {
    const source = this.#parent(from);
    const node = source.children.get(baseName(from)) ?? fail("ENOENT", from);
    const target = this.#parent(to);
    const replaced = target.children.get(baseName(to));
    if (replaced === node) return { files: [], undo: () => undefined };
    if (`${to}/`.startsWith(`${from}/`)) fail("EINVAL", from);
    if (replaced !== undefined) {
      if (replaced.kind === "folder" && node.kind === "file") fail("EISDIR", to);
      if (replaced.kind === "file" && node.kind === "folder") fail("ENOTDIR", to);
      if (replaced.kind === "folder" && replaced.children.size > 0) fail("ENOTEMPTY", to);
    }
    const before = this.filesBelow(from);
    const undoRemove = unplace(source, baseName(from), atMs);
    const undoPlace = place(target, baseName(to), node, atMs);
    return {
      files: [...before, ...this.filesBelow(to)],
      undo() {
        undoPlace();
        undoRemove();
      },
    };
  }

  #link(from: string, to: string, atMs: number): AppliedChange {
    const node = this.#find(from) ?? fail("ENOENT", from);
    if (node.kind === "folder") fail("EPERM", from);
    const folder = this.#parent(to);
    if (folder.children.has(baseName(to))) fail("EEXIST", to);
    return { files: [to], undo: place(folder, baseName(to), node, atMs) };
  }

  #remove(path: string, recursive: boolean, force: boolean, atMs: number): AppliedChange {
    const node = this.#find(path);
    if (node === undefined) {
      if (force) return { files: [], undo: () => undefined };
      fail("ENOENT", path);
    }
    if (node === this.#root) fail("EPERM", path);
    if (node.kind === "folder" && node.children.size > 0 && !recursive) fail("ENOTEMPTY", path);
    return { files: this.filesBelow(path), undo: unplace(this.#parent(path), baseName(path), atMs) };
  }

  #find(path: string): TreeNode | undefined {
    let node: TreeNode = this.#root;
    if (path === "/") return node;
    for (const name of path.slice(1).split("/")) {
      if (node.kind === "file") return undefined;
      const child = node.children.get(name);
      if (child === undefined) return undefined;
      node = child;
    }
    return node;
  }

  #parent(path: string): FolderNode {
    const end = path.lastIndexOf("/");
    const parent = this.#find(end === 0 ? "/" : path.slice(0, end));
    if (parent === undefined) fail(this.#blockedByFile(path) ? "ENOTDIR" : "ENOENT", path);
    return parent.kind === "folder" ? parent : fail("ENOTDIR", path);
  }

  #blockedByFile(path: string): boolean {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const node = this.#find(path.slice(0, end));
      if (node !== undefined) return node.kind === "file";
    }
    return false;
  }
}

function emptyFolder(inode: number, atMs: number): FolderNode {
  return { kind: "folder", inode, createdMs: atMs, modifiedMs: atMs, children: new Map() };
}

/** Puts a node there; the returned function puts back what was there. */
function place(folder: FolderNode, name: string, node: TreeNode, atMs: number): () => void {
  const before = folder.children.get(name);
  const { modifiedMs } = folder;
  folder.children.set(name, node);
  folder.modifiedMs = atMs;
  return () => {
    if (before === undefined) folder.children.delete(name);
    else folder.children.set(name, before);
    folder.modifiedMs = modifiedMs;
  };
}

function unplace(folder: FolderNode, name: string, atMs: number): () => void {
  const before = folder.children.get(name);
  const { modifiedMs } = folder;
  folder.children.delete(name);
  folder.modifiedMs = atMs;
  return () => {
    if (before !== undefined) folder.children.set(name, before);
    folder.modifiedMs = modifiedMs;
  };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.byteLength + second.byteLength);
  whole.set(first);
  whole.set(second, first.byteLength);
  return whole;
}
