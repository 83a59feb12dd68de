import { type ReadonlySignal, signal } from "@preact/signals";
import type { Workspace } from "../workspace.ts";
import type { TypeProblem } from "./type-answers.ts";
import type { TypeClient } from "./type-client.ts";
import type { TypeAnswer, TypeArguments, TypeVerb } from "./type-messages.ts";

/** A pause in typing after which the files are looked through. */
export const CHECK_PAUSE_MS = 300;

let projects = 0;

/** Whether TypeScript reads that file. */
export function isScript(path: string): boolean {
  return /\.[cm]?[jt]s$/.test(path);
}

/**
 * The types of one workspace: follows its files, and looks through them at each pause in the typing. Problems of a text
 * that has changed meanwhile are never shown.
 */
export class ProjectTypes {
  readonly #client: TypeClient;
  readonly #workspace: Workspace;
  readonly #name = `project-${++projects}`;
  readonly #problems = signal<readonly TypeProblem[]>([]);
  readonly #unsent = new Set<string>();
  readonly #front: () => string;
  readonly #offs: readonly (() => void)[];
  /** Counts the texts: an answer about an earlier one is dropped. */
  #edition = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;

  /** `front` is the file that is looked through first. */
  constructor(client: TypeClient, workspace: Workspace, front: () => string) {
    this.#client = client;
    this.#workspace = workspace;
    this.#front = front;
    this.#offs = [
      client.onStart(() => this.#sendAll()),
      workspace.onEdit(({ path }) => {
        this.#unsent.add(path);
        this.#checkSoon();
      }),
    ];
    client.start();
    this.#sendAll();
  }

  get client(): TypeClient {
    return this.#client;
  }

  /** Of all files, in the order of their paths and lines. */
  get problems(): ReadonlySignal<readonly TypeProblem[]> {
    return this.#problems;
  }

  /** About the files as they are now. See `TypeClient.ask`. */
  ask<Verb extends TypeVerb>(
    verb: Verb,
    ...given: TypeArguments<Verb>
  ): Promise<TypeAnswer<Verb> | undefined> {
    this.#client.start();
    this.#flush();
    return this.#client.ask(this.#name, verb, ...given);
  }

  /** Looks through all files now. Settles when done, or when an edit has made it useless. */
  async check(): Promise<void> {
    clearTimeout(this.#pause);
    const edition = this.#edition;
    const front = this.#front();
    const paths = Object.keys(this.#workspace.files.peek()).filter(isScript);
    const inOrder = [...paths.filter((path) => path === front), ...paths.filter((path) => path !== front)];
    for (const path of inOrder) {
      const found = await this.ask("problems", path);
      if (edition !== this.#edition) return;
      this.#show(path, found ?? []);
    }
    this.#problems.value = this.#problems.peek().filter(({ path }) => paths.includes(path));
  }

  /** Stops following. */
  close(): void {
    clearTimeout(this.#pause);
    this.#edition += 1;
    for (const off of this.#offs) off();
    this.#client.close(this.#name);
  }

  #checkSoon(): void {
    this.#edition += 1;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.check(), CHECK_PAUSE_MS);
  }

  #sendAll(): void {
    for (const path of Object.keys(this.#workspace.files.peek())) this.#unsent.add(path);
    this.#checkSoon();
  }

  #flush(): void {
    if (this.#unsent.size === 0) return;
    const texts = [...this.#unsent].map((path) => [path, this.#textOf(path)]);
    this.#unsent.clear();
    this.#client.change(this.#name, Object.fromEntries(texts) as Record<string, string | null>);
  }

  /** With the line ends that the editor counts in. */
  #textOf(path: string): string | null {
    return this.#workspace.read(path)?.replaceAll(/\r\n?/g, "\n") ?? null;
  }

  #show(path: string, found: readonly TypeProblem[]): void {
    const others = this.#problems.peek().filter((problem) => problem.path !== path);
    this.#problems.value = [...others, ...found].toSorted(
      (one, other) => one.path.localeCompare(other.path) || one.from - other.from,
    );
  }
}
