import type { Setup } from "../../course/setup.ts";
import * as words from "../../words/en/playground-shell.ts";
import type { FilePlace } from "../editor/editor-desk.ts";
import type { TimelineEntry } from "../timeline.ts";
import type { TextFiles } from "../workspace.ts";
import { type CompletePlaygroundSpec, completeRequest, type PlaygroundRequest } from "./spec.ts";
import type { PlaygroundView } from "./view.tsx";

export interface OpenOptions {
  /** Starts the program too. */
  readonly run?: boolean;
  /** Shows these files, which are somebody else's: nothing is kept then. Looked at by the call that loads the editor. */
  readonly guest?: TextFiles;
}

/** A mounted playground. */
export interface Playground {
  readonly setup: Setup;
  /** Loads the editor now, and with `run` starts the program. Settles when it is on the screen. */
  open(options?: OpenOptions): Promise<void>;
  /** Loads the editor and opens that file in it, with the cursor there. A file that it has not does nothing. */
  openFile(place: FilePlace): Promise<void>;
  /** Loads the editor and sends a request, running the program if it does not run. */
  send(request: PlaygroundRequest): Promise<void>;
  /**
   * Calls back with all exchanges so far, oldest first, after each one; never with those of somebody else's files. The
   * returned function stops that.
   */
  onExchanges(listener: (entries: readonly TimelineEntry[]) => void): () => void;
  /** Ends its program and empties the element. */
  unmount(): Promise<void>;
}

/** What stands in a lesson before the reader wants more: the listing and a Run button, and no heavy script. */
export class PlaygroundShell implements Playground {
  readonly #element: HTMLElement;
  readonly #spec: CompletePlaygroundSpec;
  readonly #listeners = new Set<(entries: readonly TimelineEntry[]) => void>();
  readonly #abort = new AbortController();
  #opened: Promise<PlaygroundView> | undefined;

  constructor(element: HTMLElement, spec: CompletePlaygroundSpec) {
    this.#element = element;
    this.#spec = spec;
    element.classList.add("playground");
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", spec.title);
    if (element.childElementCount === 0) element.append(listing(spec));
    element.prepend(this.#bar());
    const { signal } = this.#abort;
    for (const event of ["pointerenter", "focusin"]) {
      element.addEventListener(event, () => void load(), { signal, once: true });
    }
    element.querySelector("pre")?.addEventListener("click", () => void this.open(), { signal });
  }

  get setup(): Setup {
    return this.#spec.setup;
  }

  async open(options: OpenOptions = {}): Promise<void> {
    this.#opened ??= this.#mountView(options.guest);
    const view = await this.#opened.catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    if (options.run === true) await view.run();
  }

  async openFile(place: FilePlace): Promise<void> {
    await this.open();
    (await this.#opened)?.openFile(place);
  }

  async send(request: PlaygroundRequest): Promise<void> {
    await this.open();
    (await this.#opened)?.send(completeRequest(this.#spec.id, request));
  }

  onExchanges(listener: (entries: readonly TimelineEntry[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async unmount(): Promise<void> {
    this.#abort.abort();
    const view = await this.#opened;
    await view?.unmount();
    this.#element.replaceChildren();
  }

  async #mountView(guest: TextFiles | undefined): Promise<PlaygroundView> {
    const { mountPlaygroundView } = await load();
    const view = await mountPlaygroundView(this.#element, this.#spec, guest);
    // What somebody else's code does is nothing that the reader has done.
    if (guest !== undefined) return view;
    view.onExchanges((entries) => {
      for (const listener of this.#listeners) listener(entries);
    });
    return view;
  }

  #bar(): HTMLElement {
    const bar = document.createElement("div");
    bar.className = "playground-bar";
    for (const [text, run] of [
      [words.run, true],
      [words.edit, false],
    ] as const) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = text;
      button.toggleAttribute("data-primary", run);
      button.addEventListener(
        "click",
        () => {
          button.setAttribute("aria-busy", "true");
          this.open({ run }).catch((error: unknown) => showFailure(bar, error));
        },
        { signal: this.#abort.signal },
      );
      bar.append(button);
    }
    return bar;
  }
}

/** The editor and all around it, fetched ahead when the pointer comes near. */
async function load(): Promise<typeof import("./view.tsx")> {
  const [view] = await Promise.all([import("./view.tsx"), import("../editor/code-editor.ts")]);
  return view;
}

function listing(spec: CompletePlaygroundSpec): HTMLElement {
  const pre = document.createElement("pre");
  const code = document.createElement("code");
  const [path = ""] = spec.open;
  code.textContent = spec.files[path] ?? "";
  pre.tabIndex = 0;
  pre.setAttribute("aria-label", path);
  pre.append(code);
  return pre;
}

function showFailure(bar: HTMLElement, error: unknown): void {
  for (const button of bar.querySelectorAll("button")) button.removeAttribute("aria-busy");
  const message = document.createElement("p");
  message.setAttribute("role", "alert");
  message.textContent = words.editorFailed(error instanceof Error ? error.message : error);
  bar.querySelector("[role=alert]")?.remove();
  bar.append(message);
}
