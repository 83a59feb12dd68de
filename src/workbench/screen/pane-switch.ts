import { type ReadonlySignal, signal } from "@preact/signals";
import type { ToolTab } from "../tool-tabs.ts";
import { type AddressedPlace, type PaneName, placeIn, type Step, searchAfter } from "./addressed-place.ts";

/**
 * Where one is in the workbench, held in the address so that it can be linked to and Back works. The pane is what a
 * narrow window shows; on a wide one it only decides between text and results, which share a column, and on a tablet which one
 * stands beside the editor.
 */
export class PaneSwitch {
  readonly #pane;
  readonly #left;
  readonly #beside;
  readonly #tab;
  readonly #asked;
  readonly #window: Window;

  constructor(view: Window) {
    this.#window = view;
    const place = placeIn(view.location.search);
    this.#asked = signal(place);
    this.#pane = signal(place.pane);
    this.#tab = signal(place.tab);
    this.#left = signal<PaneName>(place.pane === "results" ? "results" : "text");
    this.#beside = signal<PaneName>(place.pane === "editor" ? "text" : place.pane);
    view.addEventListener("popstate", () => {
      const asked = placeIn(view.location.search);
      this.#asked.value = asked;
      this.#set(asked.pane, asked.tab);
    });
  }

  get pane(): ReadonlySignal<PaneName> {
    return this.#pane;
  }

  /** The left column of a wide window: "text" or "results". */
  get left(): ReadonlySignal<PaneName> {
    return this.#left;
  }

  /** What a window with room for two panes shows beside the editor: the last one that is not it. */
  get beside(): ReadonlySignal<PaneName> {
    return this.#beside;
  }

  /** The tab of a tool that was chosen last, by whatever means. */
  get tab(): ReadonlySignal<ToolTab | undefined> {
    return this.#tab;
  }

  /** What the address asked for when the page was opened, and after each Back or Forward; a new object each time. */
  get asked(): ReadonlySignal<AddressedPlace> {
    return this.#asked;
  }

  /** Shows a pane, and what the step says besides; Back undoes it. */
  show(pane: PaneName, step: Omit<Step, "pane"> = {}): void {
    const search = searchAfter(this.#window.location.search, { ...step, ...this.#paneIfNew(pane) });
    if (search !== this.#window.location.search) this.#write("pushState", search);
    this.#set(pane, step.tab);
  }

  /** Writes into the address where one is already. Back does not come here again. */
  note({ file, tab }: Pick<Step, "file" | "tab">): void {
    const { search } = this.#window.location;
    // The line stands as long as the file does.
    const isThere = file === undefined || file === placeIn(search).file;
    const now = searchAfter(search, { ...(isThere ? {} : { file }), ...(tab === undefined ? {} : { tab }) });
    if (now !== search) this.#write("replaceState", now);
    if (tab !== undefined) this.#tab.value = tab;
  }

  /** The pane that is shown already needs no word in the address. */
  #paneIfNew(pane: PaneName): Step {
    return pane === this.#pane.peek() ? {} : { pane };
  }

  #write(how: "pushState" | "replaceState", search: string): void {
    const address = new URL(this.#window.location.href);
    address.search = search;
    this.#window.history[how](this.#window.history.state, "", address);
  }

  #set(pane: PaneName, tab: ToolTab | undefined): void {
    this.#pane.value = pane;
    if (tab !== undefined) this.#tab.value = tab;
    if (pane === "text" || pane === "results") this.#left.value = pane;
    if (pane !== "editor") this.#beside.value = pane;
  }
}
