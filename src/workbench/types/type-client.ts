import { type ReadonlySignal, signal } from "@preact/signals";
import * as words from "../../words/en/problems.ts";
import type { FileChanges } from "./project-host.ts";
import type { FromTypesWorker, ToTypesWorker, TypeAnswer, TypeArguments, TypeVerb } from "./type-messages.ts";

/** How a page stands with its types. */
export type TypesState =
  /** Not asked for yet, or given back while nobody looks. */
  | { readonly kind: "off" }
  | { readonly kind: "loading" }
  | { readonly kind: "ready" }
  /** `message` says why there are none; the editor goes on without. */
  | { readonly kind: "failed"; readonly message: string };

/** A running worker, or what stands for one in a test. */
export interface TypesLink {
  post(message: ToTypesWorker): void;
  end(): void;
}

export interface TypesLinkEvents {
  onMessage(message: FromTypesWorker): void;
  /** The worker is gone, or never came. */
  onDeath(reason: string): void;
}

/** A slow machine needs some seconds for its first answer; what takes longer than this will not come. */
export const ANSWER_WITHIN_MS = 60_000;

interface Waiting {
  readonly answered: (answer: unknown) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/**
 * The page's side of one worker with TypeScript. A worker that dies, or answers nothing, is ended and said once, in
 * `state`; `retry` begins a new one, which is told all files again by whoever listens to `onStart`.
 */
export class TypeClient {
  readonly #open: (events: TypesLinkEvents) => TypesLink;
  readonly #state = signal<TypesState>({ kind: "off" });
  readonly #waiting = new Map<number, Waiting>();
  readonly #starters = new Set<() => void>();
  #link: TypesLink | undefined;
  #lastId = 0;

  constructor(open: (events: TypesLinkEvents) => TypesLink) {
    this.#open = open;
  }

  get state(): ReadonlySignal<TypesState> {
    return this.#state;
  }

  /** Begins a worker when there is none. After a failure nothing happens: that is for `retry`. */
  start(): void {
    if (this.#link !== undefined || this.#state.peek().kind === "failed") return;
    this.#state.value = { kind: "loading" };
    const isMine = () => link === this.#link;
    const link = this.#open({
      onMessage: (message) => {
        if (isMine()) this.#take(message);
      },
      onDeath: (reason) => {
        if (isMine()) this.#fail(reason);
      },
    });
    this.#link = link;
    for (const starter of this.#starters) starter();
  }

  /** Gives the worker back; the next `start` begins a new one. */
  stop(): void {
    this.#drop();
    this.#state.value = { kind: "off" };
  }

  /** Begins another worker after a failure. */
  retry(): void {
    this.stop();
    this.start();
  }

  /** Calls back each time a worker begins, which knows no files. The returned function stops that. */
  onStart(starter: () => void): () => void {
    this.#starters.add(starter);
    return () => this.#starters.delete(starter);
  }

  change(project: string, changes: FileChanges): void {
    this.#link?.post({ kind: "change", project, changes });
  }

  close(project: string): void {
    this.#link?.post({ kind: "close", project });
  }

  /** Never rejects: `undefined` when no worker is there, when it dies over this, or when TypeScript cannot say. */
  ask<Verb extends TypeVerb>(
    project: string,
    verb: Verb,
    ...given: TypeArguments<Verb>
  ): Promise<TypeAnswer<Verb> | undefined> {
    const link = this.#link;
    if (link === undefined) return Promise.resolve(undefined);
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, {
        answered: (answer) => resolve(answer as TypeAnswer<Verb> | undefined),
        timer: setTimeout(() => this.#fail(words.answersNothing), ANSWER_WITHIN_MS),
      });
      link.post({ kind: "ask", id, project, verb, arguments: given });
    });
  }

  #take(message: FromTypesWorker): void {
    if (message.kind === "ready") this.#state.value = { kind: "ready" };
    else if (message.kind === "unavailable") this.#fail(message.message);
    else this.#answer(message.id, message.kind === "answer" ? message.answer : undefined);
  }

  #answer(id: number, answer: unknown): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(waiting?.timer);
    waiting?.answered(answer);
  }

  #fail(reason: string): void {
    this.#drop();
    this.#state.value = {
      kind: "failed",
      message: words.noTypes(reason),
    };
  }

  #drop(): void {
    this.#link?.end();
    this.#link = undefined;
    for (const id of [...this.#waiting.keys()]) this.#answer(id, undefined);
  }
}
