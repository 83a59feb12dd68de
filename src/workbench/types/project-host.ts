import ts from "typescript";
import { learnerOptions } from "./learner-options.ts";
import type { LibraryFiles } from "./library-pack.ts";

/** Path in the project to text; `null`: the file is gone. */
export type FileChanges = Readonly<Record<string, string | null>>;

/** The declarations of the libraries, parsed and bound once for all projects. */
export class SharedLibrary {
  readonly registry = ts.createDocumentRegistry(true, "/");
  readonly #files: LibraryFiles;
  readonly #snapshots = new Map<string, ts.IScriptSnapshot>();
  readonly #folders = new Map<string, Set<string>>();

  constructor(files: LibraryFiles) {
    this.#files = files;
    for (const path of files.keys()) {
      for (let at = path.indexOf("/", 1); at !== -1; at = path.indexOf("/", at + 1)) {
        const parent = path.slice(0, path.lastIndexOf("/", at - 1)) || "/";
        const inside = this.#folders.get(parent) ?? new Set();
        this.#folders.set(parent, inside.add(path.slice(path.lastIndexOf("/", at - 1) + 1, at)));
        this.#folders.set(path.slice(0, at), this.#folders.get(path.slice(0, at)) ?? new Set());
      }
    }
  }

  read(path: string): string | undefined {
    return this.#files.get(path);
  }

  snapshot(path: string): ts.IScriptSnapshot | undefined {
    const known = this.#snapshots.get(path);
    if (known !== undefined) return known;
    const text = this.#files.get(path);
    if (text === undefined) return undefined;
    const made = ts.ScriptSnapshot.fromString(text);
    this.#snapshots.set(path, made);
    return made;
  }

  hasFolder(path: string): boolean {
    return this.#folders.has(path);
  }

  folders(path: string): string[] {
    return [...(this.#folders.get(path) ?? [])];
  }
}

/** One learner's files over the shared library, as TypeScript's language service wants to see them. */
export class ProjectHost implements ts.LanguageServiceHost {
  readonly #home: string;
  readonly #library: SharedLibrary;
  readonly #files = new Map<
    string,
    { readonly snapshot: ts.IScriptSnapshot; readonly text: string; readonly version: number }
  >();
  #version = 0;

  /** `home` is the absolute folder that its files lie in. */
  constructor(home: string, library: SharedLibrary) {
    this.#home = home;
    this.#library = library;
  }

  change(changes: FileChanges): void {
    this.#version += 1;
    for (const [path, text] of Object.entries(changes)) {
      const file = this.absolute(path);
      if (text === null) this.#files.delete(file);
      else
        this.#files.set(file, { snapshot: ts.ScriptSnapshot.fromString(text), text, version: this.#version });
    }
  }

  absolute(path: string): string {
    return `${this.#home}/${path}`;
  }

  /** The path in the project, or `undefined` for a file of a library. */
  relative(file: string): string | undefined {
    return this.#files.has(file) ? file.slice(this.#home.length + 1) : undefined;
  }

  /** The files that are programs, by their paths in the project. */
  scripts(): string[] {
    return this.getScriptFileNames().map((file) => file.slice(this.#home.length + 1));
  }

  getScriptFileNames(): string[] {
    return [...this.#files.keys()].filter((file) => /\.[cm]?[jt]s$/.test(file));
  }

  getScriptVersion(file: string): string {
    return String(this.#files.get(file)?.version ?? 0);
  }

  getScriptSnapshot(file: string): ts.IScriptSnapshot | undefined {
    return this.#files.get(file)?.snapshot ?? this.#library.snapshot(file);
  }

  getProjectVersion(): string {
    return String(this.#version);
  }

  getCompilationSettings(): ts.CompilerOptions {
    return projectOptions;
  }

  getCurrentDirectory(): string {
    return this.#home;
  }

  getDefaultLibFileName(): string {
    return "/lib/lib.d.ts";
  }

  useCaseSensitiveFileNames(): boolean {
    return true;
  }

  fileExists(file: string): boolean {
    return this.#files.has(file) || this.#library.read(file) !== undefined;
  }

  readFile(file: string): string | undefined {
    return this.#files.get(file)?.text ?? this.#library.read(file);
  }

  directoryExists(folder: string): boolean {
    return (
      this.#library.hasFolder(folder) || [...this.#files.keys()].some((file) => file.startsWith(`${folder}/`))
    );
  }

  getDirectories(folder: string): string[] {
    const ours = [...this.#files.keys()].flatMap((file) => nextPart(folder, file, "folder"));
    return [...new Set([...this.#library.folders(folder), ...ours])];
  }

  /** Asked for the files that an import path could name: the project's own alone. */
  readDirectory(folder: string, extensions?: readonly string[]): string[] {
    return [...this.#files.keys()]
      .filter((file) => nextPart(folder, file, "file").length > 0)
      .filter((file) => extensions === undefined || extensions.some((each) => file.endsWith(each)));
  }
}

/** JavaScript is read along, for completion; its types are not held against it. */
const projectOptions: ts.CompilerOptions = { ...learnerOptions, allowJs: true, checkJs: false };

function nextPart(folder: string, file: string, kind: "file" | "folder"): string[] {
  const prefix = folder.endsWith("/") ? folder : `${folder}/`;
  if (!file.startsWith(prefix)) return [];
  const [part = "", ...rest] = file.slice(prefix.length).split("/");
  return rest.length > 0 === (kind === "folder") ? [part] : [];
}
