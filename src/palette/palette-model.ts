import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import * as words from "../words/en/palette-dialog.ts";
import { type Command, commandGroups } from "./commands.ts";
import { groupText } from "./group-text.ts";
import { matchingCommands } from "./match-commands.ts";
import type { CourseSearch, SearchHit } from "./search/course-search.ts";

/** One line of the list. */
export type PaletteItem =
  | { readonly kind: "command"; readonly command: Command }
  | { readonly kind: "place"; readonly hit: SearchHit };

export interface PaletteGroup {
  readonly title: string;
  readonly items: readonly PaletteItem[];
}

/** How it stands with what the search looks at. */
export type SearchState =
  | { readonly kind: "loading" }
  | { readonly kind: "ready"; readonly search: Pick<CourseSearch, "search"> }
  | { readonly kind: "failed"; readonly message: string };

/** Typed first, it asks for commands alone. */
const COMMANDS_ONLY = ">";

/** Beside what was found in the course, a few commands are enough. */
const COMMANDS_BESIDE_PLACES = 4;

/** What stands in the palette and which line is chosen, without its elements. */
export class PaletteModel {
  readonly #commands;
  readonly #typed = signal("");
  readonly #search = signal<SearchState>({ kind: "loading" });
  readonly #chosen = signal(0);
  /** The lines under their headings. No group is empty. */
  readonly groups: ReadonlySignal<readonly PaletteGroup[]>;
  /** All lines, in the order of the screen. */
  readonly items: ReadonlySignal<readonly PaletteItem[]>;
  /** What a screen reader is told after each change. */
  readonly announcement: ReadonlySignal<string>;

  constructor(commands: readonly Command[]) {
    this.#commands = signal(commands);
    this.groups = computed(() => this.#groups());
    this.items = computed(() => this.groups.value.flatMap(({ items }) => items));
    this.announcement = computed(() => this.#describe());
  }

  get typed(): ReadonlySignal<string> {
    return this.#typed;
  }

  get search(): ReadonlySignal<SearchState> {
    return this.#search;
  }

  /** The index of the chosen line; -1 when there is none. */
  get chosen(): number {
    return Math.min(this.#chosen.value, this.items.value.length - 1);
  }

  /** Begins anew, with what can be done now. */
  reset(commands: readonly Command[]): void {
    batch(() => {
      this.#commands.value = commands;
      this.type("");
    });
  }

  type(text: string): void {
    batch(() => {
      this.#typed.value = text;
      this.#chosen.value = 0;
    });
  }

  setSearch(state: SearchState): void {
    this.#search.value = state;
  }

  /** Chooses the next line but so many; the end is followed by the begin. */
  move(by: number): void {
    const count = this.items.peek().length;
    if (count === 0) return;
    const to = Math.max(this.chosen, 0) + by;
    this.#chosen.value = to - Math.floor(to / count) * count;
  }

  choose(index: number): void {
    this.#chosen.value = index;
  }

  #groups(): PaletteGroup[] {
    const typed = this.#typed.value;
    if (typed.trim() === "" || typed.startsWith(COMMANDS_ONLY)) {
      return this.#commandGroups(typed.replace(COMMANDS_ONLY, ""));
    }
    const commands = matchingCommands(typed, this.#commands.value).slice(0, COMMANDS_BESIDE_PLACES);
    const state = this.#search.value;
    const hits = state.kind === "ready" ? state.search.search(typed) : [];
    return [
      { title: words.commands, items: commands.map((command) => ({ kind: "command" as const, command })) },
      { title: words.inCourse, items: hits.map((hit) => ({ kind: "place" as const, hit })) },
    ].filter(({ items }) => items.length > 0);
  }

  #commandGroups(typed: string): PaletteGroup[] {
    const matching = matchingCommands(typed, this.#commands.value);
    return commandGroups.flatMap((each) => {
      const commands = matching.filter(({ group }) => group === each);
      return commands.length === 0
        ? []
        : [
            {
              title: groupText[each],
              items: commands.map((command) => ({ kind: "command" as const, command })),
            },
          ];
    });
  }

  #describe(): string {
    const typed = this.#typed.value.trim();
    const state = this.#search.value;
    if (typed === "") return "";
    if (!typed.startsWith(COMMANDS_ONLY)) {
      if (state.kind === "loading") return words.readingCourse;
      if (state.kind === "failed") return state.message;
    }
    const count = this.items.value.length;
    if (count === 0) return words.nothingFound;
    return words.resultCount(count);
  }
}
