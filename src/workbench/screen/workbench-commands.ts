import type { Command } from "../../palette/commands.ts";
import { isAlive } from "../bench-state.ts";
import type { ToolTab } from "../tool-tabs.ts";
import type { PaneName } from "./addressed-place.ts";
import type { WorkbenchModel } from "./workbench-model.ts";

export const RUN_KEYS = "Mod+S";
export const CHECK_KEYS = "Mod+Enter";

/** What the screen does for commands: it alone knows where things are. */
export interface ScreenActs {
  /** Runs the tests, and shows what came of it. */
  readonly check: () => unknown;
  /** Brings a region in sight, with that tab in front, and the focus into it. */
  readonly goTo: (place: Place) => unknown;
}

/** A region of the screen: one of the panes, or a tab of a tool in it. */
export type Place = { readonly pane: PaneName } | { readonly tab: ToolTab };

interface ListedPlace {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  readonly place: Place;
}

const places: readonly ListedPlace[] = [
  { id: "go:text", title: "Show the exercise", words: "text pane", place: { pane: "text" } },
  { id: "go:editor", title: "Go to the editor", words: "code pane", place: { pane: "editor" } },
  { id: "go:browser", title: "Go to the browser", words: "preview page pane", place: { pane: "browser" } },
  {
    id: "go:results",
    title: "Show the results",
    words: "tests grade hints pane",
    place: { pane: "results" },
  },
  {
    id: "go:exchanges",
    title: "Show the exchanges",
    words: "inspector requests responses",
    place: { tab: "exchanges" },
  },
  { id: "go:jar", title: "Show the cookie jar", words: "inspector cookies", place: { tab: "jar" } },
  { id: "go:session", title: "Show the session record", words: "inspector data", place: { tab: "session" } },
  {
    id: "go:store",
    title: "Show the store",
    words: "inspector files redis database",
    place: { tab: "store" },
  },
  { id: "go:console", title: "Show the console", words: "output log", place: { tab: "console" } },
  {
    id: "go:terminal",
    title: "Open the terminal",
    words: "shell curl redis-cli",
    place: { tab: "terminal" },
  },
];

/** What one can do on the screen of an exercise, as it stands now. */
export function workbenchCommands(model: WorkbenchModel, { check, goTo }: ScreenActs): Command[] {
  const { bench, desk } = model;
  return [
    {
      id: "run",
      title: "Run the program",
      group: "Program",
      keys: [RUN_KEYS],
      words: "start save",
      run: () => model.run(),
    },
    {
      id: "stop",
      title: "Stop the program",
      group: "Program",
      words: "end kill",
      isAvailable: isAlive(bench.program.peek()),
      run: () => bench.stop(),
    },
    {
      id: "check",
      title: "Check with the tests",
      group: "Program",
      keys: [CHECK_KEYS],
      words: "grade submit",
      run: check,
    },
    {
      id: "reset",
      title: "Reset all files to the start",
      group: "Program",
      words: "undo starter begin again",
      run: () => model.reset(),
    },
    ...Object.keys(bench.workspace.files.peek())
      .toSorted()
      .map(
        (path): Command => ({
          id: `open-file:${path}`,
          title: `Open ${path}`,
          group: "Files",
          run: () => model.openAt({ path }),
        }),
      ),
    {
      id: "copy-link",
      title: "Copy a link to this line",
      group: "Files",
      words: "share address url",
      run: () => model.copyLink({ path: desk.file.peek(), line: desk.cursorLine }),
    },
    ...places.map(
      ({ id, title, words, place }): Command => ({
        id,
        title,
        group: "Panes",
        words,
        run: () => goTo(place),
      }),
    ),
  ];
}
