import { join } from "node:path";
import ts from "typescript";
import type { TextFiles } from "../course/load-exercise.ts";
import { learnerOptions } from "../workbench/types/learner-options.ts";

/** Checks the types of programs that exist only as texts, as if they lay in a folder of the repository. */
export class ExerciseTypes {
  readonly #root: string;
  readonly #options: ts.CompilerOptions;
  /** Libraries are parsed once for all programs. */
  readonly #parsed = new Map<string, ts.SourceFile | undefined>();

  constructor(root: string) {
    this.#root = root;
    this.#options = {
      ...learnerOptions,
      paths: {
        keepsake: [join(root, "src/app/index.ts")],
        "keepsake/grader": [join(root, "src/grader/index.ts")],
      },
    };
  }

  /**
   * What is wrong, one line each: `server.ts:3: message`. `where` is the folder, relative to the repository. A program
   * that is broken on purpose may have names that nobody reads yet.
   */
  problems(where: string, files: TextFiles, { broken = false } = {}): string[] {
    const folder = join(this.#root, where);
    const texts = new Map(Object.entries(files).map(([path, text]) => [join(folder, path), text]));
    const host = this.#host(texts);
    const roots = [...texts.keys()].filter((path) => /\.[cm]?ts$/.test(path));
    const program = ts.createProgram(roots, this.#options, host);
    return roots
      .flatMap((path) => program.getSourceFile(path) ?? [])
      .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
      .filter((problem) => !broken || problem.reportsUnnecessary === undefined)
      .map(({ file, start = 0, messageText }) => {
        const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1;
        const path = file?.fileName.slice(folder.length + 1) ?? where;
        return `${path}:${line}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
      });
  }

  #host(texts: ReadonlyMap<string, string>): ts.CompilerHost {
    const host = ts.createCompilerHost(this.#options);
    const folders = new Set([...texts.keys()].map((path) => path.slice(0, path.lastIndexOf("/"))));
    return {
      ...host,
      fileExists: (path) => texts.has(path) || host.fileExists(path),
      readFile: (path) => texts.get(path) ?? host.readFile(path),
      directoryExists: (path) => folders.has(path) || (host.directoryExists?.(path) ?? true),
      getSourceFile: (path, target) => {
        const text = texts.get(path);
        if (text !== undefined) return ts.createSourceFile(path, text, target);
        if (!this.#parsed.has(path)) this.#parsed.set(path, host.getSourceFile(path, target));
        return this.#parsed.get(path);
      },
    };
  }
}
