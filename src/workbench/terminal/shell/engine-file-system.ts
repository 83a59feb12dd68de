import type {
  BufferEncoding,
  CpOptions,
  FileContent,
  FsStat,
  IFileSystem,
  MkdirOptions,
  RmOptions,
} from "just-bash/browser";
import { bytesOfText, textOfBytes } from "../byte-text.ts";
import type { ShellFiles } from "./written-through.ts";

type Encoding = BufferEncoding | { readonly encoding?: BufferEncoding | null };

const FILE_MODE = 0o644;
const FOLDER_MODE = 0o755;

/**
 * The machine's files as the shell's file system, live: nothing is kept here but what an engine does not know,
 * which are folders with nothing in them and the moments at which files were seen to change. Paths begin with `/`, which
 * is the project's folder. There are no links and no permissions.
 */
export class EngineFileSystem implements IFileSystem {
  readonly #files: ShellFiles;
  readonly #nowMs: () => number;
  readonly #emptyFolders = new Set<string>();
  readonly #changedMs = new Map<string, number>();
  readonly #madeMs: number;

  constructor(files: ShellFiles, nowMs: () => number) {
    this.#files = files;
    this.#nowMs = nowMs;
    this.#madeMs = nowMs();
  }

  /** Tells that these files changed now. */
  noteChanges(paths: readonly string[]): void {
    for (const path of paths) this.#changedMs.set(path, this.#nowMs());
  }

  async readFile(path: string, options?: Encoding): Promise<string> {
    const bytes = await this.readFileBuffer(path);
    return byteByByte(encodingOf(options)) ? textOfBytes(bytes) : new TextDecoder().decode(bytes);
  }

  async readFileBuffer(path: string): Promise<Uint8Array> {
    const key = keyOf(path);
    const paths = await this.#files.list();
    if (!paths.includes(key))
      throw this.#isFolder(key, paths) ? fault("EISDIR", "read", path) : fault("ENOENT", "open", path);
    return this.#files.readFile(key);
  }

  async writeFile(path: string, content: FileContent, options?: Encoding): Promise<void> {
    const key = keyOf(path);
    const paths = await this.#files.list();
    if (key === "" || this.#isFolder(key, paths)) throw fault("EISDIR", "open", path);
    if (!this.#isFolder(parentOf(key), paths)) throw fault("ENOENT", "open", path);
    await this.#files.writeFile(key, toBytes(content, encodingOf(options)));
    this.#emptyFolders.delete(parentOf(key));
    this.noteChanges([key]);
  }

  async appendFile(path: string, content: FileContent, options?: Encoding): Promise<void> {
    const before = (await this.exists(path)) ? await this.readFileBuffer(path) : new Uint8Array();
    const more = toBytes(content, encodingOf(options));
    const all = new Uint8Array(before.length + more.length);
    all.set(before);
    all.set(more, before.length);
    await this.writeFile(path, all);
  }

  async exists(path: string): Promise<boolean> {
    const key = keyOf(path);
    const paths = await this.#files.list();
    return paths.includes(key) || this.#isFolder(key, paths);
  }

  async stat(path: string): Promise<FsStat> {
    const key = keyOf(path);
    const paths = await this.#files.list();
    const mtime = new Date(this.#changedMs.get(key) ?? this.#madeMs);
    // There are no links here: a path is one file. Without this mv and cp refuse to write over another.
    const identity = `project:${key}`;
    if (paths.includes(key)) {
      const { length } = await this.#files.readFile(key);
      return {
        isFile: true,
        isDirectory: false,
        isSymbolicLink: false,
        mode: FILE_MODE,
        size: length,
        mtime,
        identity,
      };
    }
    if (!this.#isFolder(key, paths)) throw fault("ENOENT", "stat", path);
    const folder = { isFile: false, isDirectory: true, isSymbolicLink: false, mode: FOLDER_MODE, size: 0 };
    return { ...folder, mtime, identity };
  }

  lstat(path: string): Promise<FsStat> {
    return this.stat(path);
  }

  async mkdir(path: string, options: MkdirOptions = {}): Promise<void> {
    const key = keyOf(path);
    const paths = await this.#files.list();
    if (paths.includes(key)) throw fault("EEXIST", "mkdir", path);
    if (this.#isFolder(key, paths)) {
      if (options.recursive === true) return;
      throw fault("EEXIST", "mkdir", path);
    }
    if (options.recursive !== true && !this.#isFolder(parentOf(key), paths))
      throw fault("ENOENT", "mkdir", path);
    this.#emptyFolders.add(key);
  }

  async readdir(path: string): Promise<string[]> {
    return (await this.readdirWithFileTypes(path)).map(({ name }) => name);
  }

  async readdirWithFileTypes(path: string) {
    const key = keyOf(path);
    const paths = await this.#files.list();
    if (paths.includes(key)) throw fault("ENOTDIR", "scandir", path);
    if (!this.#isFolder(key, paths)) throw fault("ENOENT", "scandir", path);
    const prefix = key === "" ? "" : `${key}/`;
    const folders = new Map<string, boolean>();
    for (const other of paths) {
      if (!other.startsWith(prefix)) continue;
      const [name = "", ...rest] = other.slice(prefix.length).split("/");
      folders.set(name, rest.length > 0 || folders.get(name) === true);
    }
    for (const other of this.#emptyFolders) {
      const name = other.startsWith(prefix) ? other.slice(prefix.length).split("/")[0] : undefined;
      if (name !== undefined && name !== "") folders.set(name, true);
    }
    return [...folders]
      .map(([name, isDirectory]) => ({ name, isDirectory, isFile: !isDirectory, isSymbolicLink: false }))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  async rm(path: string, options: RmOptions = {}): Promise<void> {
    const key = keyOf(path);
    const paths = await this.#files.list();
    if (!paths.includes(key)) {
      if (!this.#isFolder(key, paths)) {
        if (options.force === true) return;
        throw fault("ENOENT", "rm", path);
      }
      const empty = !paths.some((other) => key === "" || other.startsWith(`${key}/`));
      if (options.recursive !== true && !empty) throw fault("ENOTEMPTY", "rm", path);
      for (const folder of this.#emptyFolders) {
        if (isWithin(folder, key)) this.#emptyFolders.delete(folder);
      }
    }
    if (key === "") {
      for (const other of paths) await this.#files.remove(other);
      return;
    }
    await this.#files.remove(key);
    // A folder stays when its last file is gone.
    const parent = parentOf(key);
    if (parent !== "" && paths.includes(key)) this.#emptyFolders.add(parent);
  }

  async cp(source: string, target: string, options: CpOptions = {}): Promise<void> {
    const { isDirectory } = await this.stat(source);
    if (!isDirectory) return this.writeFile(target, await this.readFileBuffer(source));
    if (options.recursive !== true) throw fault("EISDIR", "cp", source);
    await this.mkdir(target, { recursive: true });
    for (const name of await this.readdir(source)) {
      await this.cp(`${source}/${name}`, `${target}/${name}`, options);
    }
  }

  async mv(source: string, target: string): Promise<void> {
    const from = keyOf(source);
    const to = keyOf(target);
    const paths = await this.#files.list();
    const isFile = paths.includes(from);
    if (!isFile && !this.#isFolder(from, paths)) throw fault("ENOENT", "rename", source);
    if (from === to) return;
    if (from === "" || to.startsWith(`${from}/`)) throw fault("EINVAL", "rename", source);
    if (isFile && this.#isFolder(to, paths)) throw fault("EISDIR", "rename", target);
    if (!isFile && paths.includes(to)) throw fault("ENOTDIR", "rename", target);
    if (!this.#isFolder(parentOf(to), paths)) throw fault("ENOENT", "rename", target);
    for (const path of paths.filter((other) => isWithin(other, from))) {
      const moved = to + path.slice(from.length);
      await this.#files.move(path, moved);
      this.noteChanges([moved]);
    }
    for (const folder of [...this.#emptyFolders].filter((other) => isWithin(other, from))) {
      this.#emptyFolders.delete(folder);
      this.#emptyFolders.add(to + folder.slice(from.length));
    }
    this.#emptyFolders.delete(parentOf(to));
    // A folder stays when its last file is gone.
    if (parentOf(from) !== "") this.#emptyFolders.add(parentOf(from));
  }

  resolvePath(base: string, path: string): string {
    return resolvedPath(base, path);
  }

  /** Patterns are matched by reading folders: this list would have to be there at once. */
  getAllPaths(): string[] {
    return [];
  }

  async chmod(path: string): Promise<void> {
    await this.stat(path);
  }

  async utimes(path: string, _atime: Date, mtime: Date): Promise<void> {
    await this.stat(path);
    this.#changedMs.set(keyOf(path), mtime.getTime());
  }

  async symlink(_target: string, path: string): Promise<void> {
    throw fault("ENOSYS", "symlink", path);
  }

  async link(_existing: string, path: string): Promise<void> {
    throw fault("ENOSYS", "link", path);
  }

  async readlink(path: string): Promise<string> {
    await this.stat(path);
    throw fault("EINVAL", "readlink", path);
  }

  async realpath(path: string): Promise<string> {
    await this.stat(path);
    return this.resolvePath("/", path);
  }

  #isFolder(key: string, paths: readonly string[]): boolean {
    if (key === "" || this.#emptyFolders.has(key)) return true;
    const within = (other: string) => other.startsWith(`${key}/`);
    return paths.some(within) || [...this.#emptyFolders].some(within);
  }
}

/** As the shell reads a path: absolute, without `.` and `..`. */
export function resolvedPath(base: string, path: string): string {
  return `/${segmentsOf(path.startsWith("/") ? path : `${base}/${path}`).join("/")}`;
}

/** The engine's path: without the leading slash. */
function keyOf(path: string): string {
  return segmentsOf(path).join("/");
}

function parentOf(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf("/")));
}

/** Whether it is that file or folder, or something in it. */
function isWithin(path: string, key: string): boolean {
  return path === key || path.startsWith(`${key}/`);
}

function segmentsOf(path: string): string[] {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return segments;
}

function encodingOf(options: Encoding | undefined): BufferEncoding {
  return (typeof options === "string" ? options : options?.encoding) ?? "utf8";
}

function toBytes(content: FileContent, encoding: BufferEncoding): Uint8Array {
  if (typeof content !== "string") return content;
  return byteByByte(encoding) ? bytesOfText(content) : new TextEncoder().encode(content);
}

function byteByByte(encoding: BufferEncoding): boolean {
  return encoding === "latin1" || encoding === "binary" || encoding === "ascii";
}

const faultTexts = {
  EEXIST: "file already exists",
  EINVAL: "invalid argument",
  EISDIR: "illegal operation on a directory",
  ENOENT: "no such file or directory",
  ENOSYS: "this machine has no links",
  ENOTDIR: "not a directory",
  ENOTEMPTY: "directory not empty",
} as const;

/** In Node's words, which the shell's commands read. */
function fault(code: keyof typeof faultTexts, call: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${faultTexts[code]}, ${call} '${path}'`), { code });
}
