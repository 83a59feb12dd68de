import type { Command } from "../../palette/commands.ts";
import * as names from "../../words/en/workbench-commands.ts";
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
  { id: "go:text", title: names.showExercise, words: names.showExerciseWords, place: { pane: "text" } },
  { id: "go:editor", title: names.goToEditor, words: names.goToEditorWords, place: { pane: "editor" } },
  { id: "go:browser", title: names.goToBrowser, words: names.goToBrowserWords, place: { pane: "browser" } },
  {
    id: "go:results",
    title: names.showResults,
    words: names.showResultsWords,
    place: { pane: "results" },
  },
  {
    id: "go:exchanges",
    title: names.showExchanges,
    words: names.showExchangesWords,
    place: { tab: "exchanges" },
  },
  { id: "go:jar", title: names.showJar, words: names.showJarWords, place: { tab: "jar" } },
  { id: "go:session", title: names.showRecord, words: names.showRecordWords, place: { tab: "session" } },
  {
    id: "go:store",
    title: names.showStore,
    words: names.showStoreWords,
    place: { tab: "store" },
  },
  { id: "go:console", title: names.showConsole, words: names.showConsoleWords, place: { tab: "console" } },
  {
    id: "go:terminal",
    title: names.openTerminal,
    words: names.openTerminalWords,
    place: { tab: "terminal" },
  },
];

/** What one can do on the screen of an exercise, as it stands now. */
export function workbenchCommands(model: WorkbenchModel, { check, goTo }: ScreenActs): Command[] {
  const { bench, desk } = model;
  return [
    {
      id: "run",
      title: names.runProgram,
      group: "Program",
      keys: [RUN_KEYS],
      words: names.runProgramWords,
      run: () => model.run(),
    },
    {
      id: "stop",
      title: names.stopProgram,
      group: "Program",
      words: names.stopProgramWords,
      isAvailable: isAlive(bench.program.peek()),
      run: () => bench.stop(),
    },
    {
      id: "check",
      title: names.checkWithTests,
      group: "Program",
      keys: [CHECK_KEYS],
      words: names.checkWithTestsWords,
      run: check,
    },
    {
      id: "reset",
      title: names.resetAll,
      group: "Program",
      words: names.resetAllWords,
      run: () => model.reset(),
    },
    ...Object.keys(bench.workspace.files.peek())
      .toSorted()
      .map(
        (path): Command => ({
          id: `open-file:${path}`,
          title: names.openFile(path),
          group: "Files",
          run: () => model.openAt({ path }),
        }),
      ),
    {
      id: "copy-link",
      title: names.copyLineLink,
      group: "Files",
      words: names.copyLineLinkWords,
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
