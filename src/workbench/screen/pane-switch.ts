import { type ReadonlySignal, signal } from "@preact/signals";

export const paneNames = ["text", "editor", "browser", "inspector", "results"] as const;
export type PaneName = (typeof paneNames)[number];

/**
 * Which pane a narrow window shows, held in the address (`?pane=editor`) so that Back works. On a wide window
 * it only decides between text and results, which share a column.
 */
export class PaneSwitch {
  readonly #pane;
  readonly #left;
  readonly #window: Window;

  constructor(view: Window) {
    this.#window = view;
    this.#pane = signal(paneIn(view.location.search));
    this.#left = signal<PaneName>(this.#pane.peek() === "results" ? "results" : "text");
    view.addEventListener("popstate", () => this.#set(paneIn(view.location.search)));
  }

  get pane(): ReadonlySignal<PaneName> {
    return this.#pane;
  }

  /** The left column of a wide window: "text" or "results". */
  get left(): ReadonlySignal<PaneName> {
    return this.#left;
  }

  /** Shows a pane, as a step that Back undoes. */
  show(pane: PaneName): void {
    if (pane === this.#pane.peek()) {
      this.#set(pane);
      return;
    }
    const address = new URL(this.#window.location.href);
    address.searchParams.set("pane", pane);
    this.#window.history.pushState(null, "", address);
    this.#set(pane);
  }

  #set(pane: PaneName): void {
    this.#pane.value = pane;
    if (pane === "text" || pane === "results") this.#left.value = pane;
  }
}

function paneIn(search: string): PaneName {
  const wanted = new URLSearchParams(search).get("pane");
  return paneNames.find((name) => name === wanted) ?? "text";
}
