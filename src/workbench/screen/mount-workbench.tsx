import { effect, untracked } from "@preact/signals";
import { type ComponentChild, createRef, render } from "preact";
import type { ExerciseFiles } from "../../course/exercise.ts";
import { offerCommands } from "../../palette/commands.ts";
import * as words from "../../words/en/screen.ts";
import { exerciseRules } from "../assignments/exercise-rules.ts";
import { emptyLog } from "../attempts/attempt-log.ts";
import { attemptLogOf } from "../attempts/attempt-store.ts";
import { Bench } from "../bench.ts";
import { bootPageEngine } from "../boot-page-engine.ts";
import { BrowserRegion } from "../browser/browser-region.tsx";
import { CompareWhenNeeded } from "../compare/compare-when-needed.tsx";
import { OutputRegion } from "../console/output-region.tsx";
import { DraftKeeper } from "../drafts/draft-keeper.ts";
import { indexedDraftStore } from "../drafts/indexed-draft-store.ts";
import { keepWhenLeaving } from "../drafts/keep-when-leaving.ts";
import { tabChannel } from "../drafts/tab-channel.ts";
import { noJournal, storageJournal } from "../drafts/unsaved-journal.ts";
import { EditorRegion } from "../editor/editor-region.tsx";
import { EngineChoice } from "../engines/engine-choice.ts";
import type { EngineOffer } from "../engines/engine-offer.ts";
import { localEngines } from "../engines/local-engines.ts";
import { pageEngines } from "../engines/page-engines.ts";
import { storedAgreement } from "../folder/agreement-store.ts";
import { Inspector } from "../inspector/inspector-when-needed.tsx";
import { nextTask } from "../next-task.ts";
import { progressOf } from "../progress.ts";
import type { Visited } from "../share/visited.ts";
import type { ToolTabs } from "../tool-tabs.ts";
import { whenIdle } from "../when-idle.ts";
import type { TextFiles } from "../workspace.ts";
import { goToPlace } from "./go-to-place.ts";
import { Notices } from "./notices.tsx";
import { LeftTabs, PaneNav } from "./pane-nav.tsx";
import { PaneSwitch } from "./pane-switch.ts";
import { ResultsRegion } from "./results-region.tsx";
import { enableSeparators } from "./separators.ts";
import { Toolbar } from "./toolbar.tsx";
import { workbenchCommands } from "./workbench-commands.ts";
import { WorkbenchModel } from "./workbench-model.ts";

/** Two browsers from the start: a second one is how one sees whose session it is. */
const AGENTS = ["Alice", "Bob"];

/** Makes the panes be as they were left, before anything is loaded that would then jump. */
export function arrangePanes(root: HTMLElement): PaneSwitch {
  enableSeparators(root);
  const panes = new PaneSwitch(window);
  effect(() => {
    root.dataset["pane"] = panes.pane.value;
    root.dataset["left"] = panes.left.value;
    root.dataset["beside"] = panes.beside.value;
  });
  return panes;
}

/** Fills the regions that the page laid out with the workbench of this exercise. */
export async function mountWorkbench(
  root: HTMLElement,
  panes: PaneSwitch,
  data: Omit<ExerciseFiles, "solution">,
  visited?: Visited,
): Promise<void> {
  const { exercise, slug, starter } = data;
  const editorIsShown = root.querySelector("#workbench-editor")?.checkVisibility() === true;
  // It is on its way while the files are, where it will be wanted at once. Its region says what went wrong.
  if (editorIsShown) import("../editor/code-editor.ts").catch(() => undefined);
  const guest = visited?.kind === "once" ? visited : undefined;
  const bench = new Bench({
    files: starter,
    entry: exercise.entry,
    port: exercise.port,
    processes: exercise.processes,
    hosts: exercise.hosts,
    agents: exercise.browsers ?? AGENTS,
    bootEngine: bootPageEngine,
    ...(import.meta.env.DEV && guest === undefined
      ? { agreement: storedAgreement(exercise.id, () => localStorage) }
      : {}),
    grade: async (request) => {
      const { gradeInPage } = await import("../../grader/grade-in-page.ts");
      return gradeInPage({
        ...request,
        slug,
        exercise,
        exerciseId: exercise.id,
        bootEngine: () => (exercise.engines.includes("inpage") ? bootPageEngine() : engines.bootAnother()),
      });
    },
  });
  if (guest !== undefined) bench.workspace.replace(guest.files);
  const ran = bench.workspace.files.peek();
  const drafts = new DraftKeeper({
    ownerId: exercise.id,
    workspace: bench.workspace,
    nowMs: Date.now,
    ...(guest === undefined
      ? {
          store: indexedDraftStore,
          journal: storageJournal(() => localStorage),
          channel: tabChannel(exercise.id),
        }
      : { store: guest.store, journal: noJournal }),
  });
  const [progress, log, local, rules, processes, visit] = await Promise.all([
    // Where the browser keeps nothing, the drafts say so aloud; the exercise begins as new.
    progressOf(exercise.id).catch(() => ({ exerciseId: exercise.id, attempts: 0 })),
    attemptLogOf(exercise.id).catch(() => emptyLog(exercise.id)),
    // Somebody else's code runs where it is shut off from this machine, and nowhere else.
    guest === undefined ? localEngines(slug) : [],
    exerciseRules(exercise.id),
    // An exercise with one process has no list of them.
    exercise.processes === undefined ? undefined : import("../process-list.tsx"),
    visited === undefined ? undefined : import("../share/visit-line.tsx"),
    drafts.restore(),
  ]);
  const engines: EngineChoice = new EngineChoice({
    bench,
    offers: guest === undefined ? [...pageEngines, ...local] : pageEngines.filter(isInPage),
    runsOn: exercise.engines,
    storage: () => localStorage,
  });
  const model = new WorkbenchModel({
    slug,
    exercise,
    bench,
    drafts,
    panes,
    progress,
    log,
    engines,
    rules,
    visited,
    fetchSolution: () => fetchSolution(slug),
  });
  const heading = createRef<HTMLHeadingElement>();
  const check = async () => {
    const checked = model.check();
    // What is left from the last check may have been read to its end. The pane comes before the scrolling.
    void nextTask().then(() => root.querySelector("#workbench-results")?.scrollTo(0, 0));
    const state = await checked;
    if (state.kind !== "graded" || !state.grade.passed) return;
    root.querySelector("#workbench-results")?.scrollTo(0, 0);
    heading.current?.focus();
  };

  /** One part after the other, each in a task of its own: on a slow machine all at once would keep the page from answering. */
  const fill = async (id: string, content: ComponentChild) => {
    await nextTask();
    const place = root.querySelector<HTMLElement>(`#${id}`);
    if (place === null) throw new Error(`The workbench page has no element with the id ${id}.`);
    render(content, place);
  };
  keepWhenLeaving({ drafts, workspace: bench.workspace, guest: guest && ran });
  const editorThere = Promise.withResolvers<void>();
  const tabs: ToolTabs = { asked: panes.tab, onChosen: (tab) => panes.note({ tab }) };
  await fill("workbench-toolbar", <Toolbar model={model} onCheck={check} />);
  await fill(
    "workbench-notices",
    <Notices model={model} first={visit !== undefined && <visit.VisitLine model={model} />} />,
  );
  await fill("workbench-panes", <PaneNav panes={panes} />);
  await fill("workbench-left-tabs", <LeftTabs panes={panes} verdict="" />);
  await fill(
    "workbench-editor",
    <>
      <h2 class="visually-hidden">{words.editor}</h2>
      <EditorRegion
        desk={model.desk}
        id="editor"
        bringForward={() => panes.show("editor")}
        onThere={editorThere.resolve}
      />
    </>,
  );
  await fill(
    "workbench-console",
    <>
      {processes !== undefined && <processes.ProcessList bench={bench} />}
      <h2 class="visually-hidden">{words.consoleAndTerminal}</h2>
      <OutputRegion
        bench={bench}
        drafts={drafts}
        onPosition={(position) => model.openAt(position)}
        id="output"
        tabs={tabs}
      />
    </>,
  );
  await fill(
    "workbench-browser",
    <>
      <h2 class="visually-hidden">{words.browser}</h2>
      <BrowserRegion bench={bench} startPath={exercise.startPath} id="browser" clock={true} />
    </>,
  );
  await fill(
    "workbench-inspector",
    <>
      <h2 class="visually-hidden">{words.inspector}</h2>
      <Inspector bench={bench} id="inspector" tabs={tabs} />
    </>,
  );
  await fill("workbench-results", <ResultsRegion model={model} heading={heading} />);
  await fill("workbench-compare", <CompareWhenNeeded model={model} />);
  const live = root.querySelector("#workbench-live");
  effect(() => {
    if (live !== null) live.textContent = model.desk.announcement.value;
  });
  offerCommands(() => workbenchCommands(model, { check, goTo: (place) => goToPlace(root, panes, place) }));
  followAddress(model, panes);
  whenIdle(async () => {
    const { printFiles } = await import("../print-files.ts");
    const paths = () => [...bench.workspace.changed.peek()].sort();
    printFiles(root, bench.workspace, { heading: words.filesIChanged, paths });
  });
  whenIdle(async () => {
    const { linkExerciseText } = await import("./exercise-links.ts");
    linkExerciseText(root, model);
  });
  whenIdle(() => void bench.warmUp().then(() => engines.restore()));
  if (editorIsShown) await editorThere.promise;
  root.dataset["ready"] = "";
}

async function fetchSolution(slug: string): Promise<TextFiles> {
  const address = `/exercises/${slug}/solution.json`;
  const response = await fetch(address, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`${address} answered ${response.status}.`);
  const files: TextFiles = await response.json();
  return files;
}

function isInPage({ kind }: EngineOffer): boolean {
  return kind === "inpage";
}

/** The address says which file is in front; one that is opened by its address, or by Back, comes to the front. */
function followAddress({ desk }: WorkbenchModel, panes: PaneSwitch): void {
  effect(() => {
    const { file, line } = panes.asked.value;
    if (file !== undefined) untracked(() => desk.openAt({ path: file, line }));
  });
  let shown = desk.file.peek();
  effect(() => {
    const file = desk.file.value;
    if (file !== shown) panes.note({ file });
    shown = file;
  });
}
