import ts from "typescript";
import { completionsAt, detailOf } from "./completions.ts";
import type { LibraryFiles } from "./library-pack.ts";
import { type FileChanges, ProjectHost, SharedLibrary } from "./project-host.ts";
import type {
  CallSignature,
  CompletionDetail,
  CompletionItem,
  Completions,
  Definition,
  QuickInfo,
  TypeProblem,
} from "./type-answers.ts";
import { problemOf } from "./type-problem.ts";
import { partsText } from "./type-texts.ts";

/** Reads the programs of any number of projects over one library. Knows no worker and no page. */
export class TypeService {
  readonly #library: SharedLibrary;
  readonly #projects = new Map<string, TypeProject>();

  constructor(library: LibraryFiles) {
    this.#library = new SharedLibrary(library);
  }

  /** The project of that name: `[\w-]+`. New and empty when there was none. */
  project(name: string): TypeProject {
    const known = this.#projects.get(name);
    if (known !== undefined) return known;
    const made = new TypeProject(new ProjectHost(`/projects/${name}`, this.#library), this.#library);
    this.#projects.set(name, made);
    return made;
  }

  /** Forgets a project. Unknown is fine. */
  close(name: string): void {
    this.#projects.get(name)?.dispose();
    this.#projects.delete(name);
  }
}

/**
 * What TypeScript knows of one project. Paths are those of the project; a path that is no program of it (unknown, a
 * template, an `.env`) gives `undefined`, or nothing to complete. Answers are about the files as of the last `change`.
 */
export class TypeProject {
  readonly #host: ProjectHost;
  readonly #service: ts.LanguageService;

  constructor(host: ProjectHost, library: SharedLibrary) {
    this.#host = host;
    this.#service = ts.createLanguageService(host, library.registry);
  }

  change(changes: FileChanges): void {
    this.#host.change(changes);
  }

  /** What is wrong in a file; JavaScript is held to its syntax alone. */
  problems(path: string): TypeProblem[] {
    const file = this.#file(path);
    if (file === undefined) return [];
    const found: readonly ts.Diagnostic[] = [
      ...this.#service.getSyntacticDiagnostics(file),
      ...this.#service.getSemanticDiagnostics(file),
    ];
    return found.flatMap((diagnostic) => problemOf(path, diagnostic) ?? []);
  }

  quickInfo(path: string, at: number): QuickInfo | undefined {
    const file = this.#file(path);
    const info = file === undefined ? undefined : this.#service.getQuickInfoAtPosition(file, at);
    if (info === undefined) return undefined;
    const { start, length } = info.textSpan;
    return {
      from: start,
      to: start + length,
      signature: partsText(info.displayParts),
      documentation: partsText(info.documentation),
    };
  }

  completions(path: string, at: number): Completions | undefined {
    const file = this.#file(path);
    return file === undefined ? undefined : completionsAt(this.#service, file, at);
  }

  /** `undefined` also when the file has changed so that the item means nothing any more. */
  completionDetail(path: string, at: number, item: CompletionItem): CompletionDetail | undefined {
    const file = this.#file(path);
    return file === undefined ? undefined : detailOf(this.#service, file, at, item);
  }

  signature(path: string, at: number): CallSignature | undefined {
    const file = this.#file(path);
    const help = file === undefined ? undefined : this.#service.getSignatureHelpItems(file, at, undefined);
    const item = help?.items[help.selectedItemIndex];
    if (help === undefined || item === undefined) return undefined;
    const parameters = item.parameters.map(({ displayParts }) => partsText(displayParts));
    const separator = partsText(item.separatorDisplayParts);
    const inHand = Math.min(help.argumentIndex, parameters.length - 1);
    const before = parameters.slice(0, Math.max(inHand, 0)).map((text) => text + separator);
    const after = parameters.slice(inHand + 1).map((text) => separator + text);
    return {
      at: help.applicableSpan.start,
      parts: [
        partsText(item.prefixDisplayParts) + before.join(""),
        parameters[inHand] ?? "",
        after.join("") + partsText(item.suffixDisplayParts),
      ],
      documentation: partsText(item.parameters[inHand]?.documentation) || partsText(item.documentation),
      ...(help.items.length > 1
        ? { overload: { number: help.selectedItemIndex + 1, of: help.items.length } }
        : {}),
    };
  }

  definition(path: string, at: number): Definition | undefined {
    const file = this.#file(path);
    const [found] = file === undefined ? [] : (this.#service.getDefinitionAtPosition(file, at) ?? []);
    if (found === undefined) return undefined;
    const home = this.#host.relative(found.fileName);
    if (home === undefined) return { kind: "outside", where: packageOf(found.fileName) };
    const { start, length } = found.textSpan;
    return { kind: "here", path: home, from: start, to: start + length };
  }

  dispose(): void {
    this.#service.dispose();
  }

  #file(path: string): string | undefined {
    return this.#host.scripts().includes(path) ? this.#host.absolute(path) : undefined;
  }
}

/** "express", of a file of its declarations. */
function packageOf(file: string): string {
  const [, name = "TypeScript"] = /\/node_modules\/(?:@types\/)?((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
  return name === "node" ? "Node" : name;
}
