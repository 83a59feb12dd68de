import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Exercise } from "../../course/exercise.ts";
import type { Grade } from "../../grader/grade.ts";
import * as draftWords from "../../words/en/drafts.ts";
import * as words from "../../words/en/screen.ts";
import type { ExerciseRules } from "../assignments/exercise-rules.ts";
import {
  type AttemptLog,
  attemptOf,
  withAttempt,
  withHint,
  withSolutionShown,
  withTaken,
} from "../attempts/attempt-log.ts";
import { logAttempt, logHint, logSolutionShown, logTaken } from "../attempts/attempt-store.ts";
import type { Bench, CheckState } from "../bench.ts";
import { isAlive } from "../bench-state.ts";
import type { CompareWith } from "../compare/comparisons.ts";
import { sameFiles } from "../drafts/dated-drafts.ts";
import type { DraftKeeper, Replaced } from "../drafts/draft-keeper.ts";
import type { Snapshot } from "../drafts/draft-store.ts";
import { offerFileBack, offerFilesBack } from "../drafts/offer-files-back.ts";
import { EditorDesk, type FilePlace } from "../editor/editor-desk.ts";
import type { EngineChoice } from "../engines/engine-choice.ts";
import type { FolderConflict } from "../folder/folder-sync.ts";
import {
  afterAttempt,
  afterSolutionShown,
  type ExerciseProgress,
  recordAttempt,
  recordSolutionShown,
} from "../progress.ts";
import type { Shared } from "../share/share-actions.ts";
import type { Shareable } from "../share/shareable.ts";
import type { Visited } from "../share/visited.ts";
import type { TextFiles } from "../workspace.ts";
import type { PaneSwitch } from "./pane-switch.ts";

export interface WorkbenchParts {
  /** The name of its folder in the course. */
  readonly slug: string;
  readonly exercise: Exercise;
  readonly bench: Bench;
  readonly drafts: DraftKeeper;
  readonly panes: PaneSwitch;
  readonly progress: ExerciseProgress;
  readonly log: AttemptLog;
  /** The solution's files, only those that differ from the starter. */
  readonly fetchSolution: () => Promise<TextFiles>;
  readonly engines: EngineChoice;
  /** What assignments say of hints and solution. */
  readonly rules: ExerciseRules;
  /** Somebody else's code came with the address. */
  readonly visited?: Visited | undefined;
}

export interface CompareWish {
  readonly other: CompareWith;
  readonly path: string | undefined;
}

/** What one sees and does on the screen of an exercise, without its elements. */
export class WorkbenchModel {
  readonly exercise: Exercise;
  readonly bench: Bench;
  readonly desk: EditorDesk;
  readonly drafts: DraftKeeper;
  readonly panes: PaneSwitch;
  readonly engines: EngineChoice;
  /** The solution's files, only those that differ from the starter. Rejects when they cannot be fetched. */
  readonly fetchSolution: () => Promise<TextFiles>;
  /** What assignments say of hints and solution: where they forbid one, it is not shown. */
  readonly rules: ExerciseRules;
  readonly visited: Visited | undefined;
  /** What is shown is somebody else's code: nothing is kept, and nothing counts but having seen the solution. */
  readonly isGuest: boolean;
  readonly shareable: Shareable;
  /** The engine and the program, as a sentence. */
  readonly status: ReadonlySignal<string>;
  readonly #progress;
  readonly #log;
  readonly #compareWish = signal<CompareWish | undefined>(undefined);
  #resetting: Promise<void> | undefined;

  constructor(parts: WorkbenchParts) {
    const { slug, exercise, bench, drafts, panes, progress, log, engines, fetchSolution, rules, visited } =
      parts;
    this.visited = visited;
    this.isGuest = visited?.kind === "once";
    this.rules = rules;
    this.engines = engines;
    this.exercise = exercise;
    this.bench = bench;
    this.drafts = drafts;
    this.panes = panes;
    const { workspace, setup } = bench;
    const { id: ownerId, title, startPath } = exercise;
    this.shareable = { ownerId, name: slug, title, setup, startPath, workspace };
    const made = Object.keys(workspace.files.peek()).filter((path) => !(path in workspace.starter));
    this.desk = new EditorDesk({ bench, open: [...exercise.open, ...made], readonly: exercise.readonly });
    this.#progress = signal(progress);
    this.#log = signal(log);
    this.fetchSolution = fetchSolution;
    this.status = bench.status;
    let said = this.status.peek();
    let wasHanging = false;
    effect(() => {
      const status = this.status.value;
      const isHanging = bench.program.value.kind === "unresponsive";
      // For how long a program has not answered is for the eye: said each second, nothing else could be heard.
      const isOnlyLonger = isHanging && wasHanging && withoutNumbers(status) === withoutNumbers(said);
      if (status !== said && !isOnlyLonger) this.desk.say(status);
      said = status;
      wasHanging = isHanging;
    });
  }

  get progress(): ReadonlySignal<ExerciseProgress> {
    return this.#progress;
  }

  /** What was tried, and which help was taken. */
  get log(): ReadonlySignal<AttemptLog> {
    return this.#log;
  }

  /** What the learner wants to see their files beside; a new object for each wish. */
  get compareWish(): ReadonlySignal<CompareWish | undefined> {
    return this.#compareWish;
  }

  /**
   * Lays the learner's files beside others, over everything else. `path`: the file to begin with. Does nothing when
   * it is the solution and an assignment closes it.
   */
  compare(other: CompareWith, path?: string): void {
    if (other.kind === "solution" && !this.rules.solution) return;
    this.#compareWish.value = { other, path };
  }

  /** Whether the solution may be shown with no question: the exercise has passed, or it was shown before. */
  get isSolutionOpen(): boolean {
    const { passedAtMs, solutionShownAtMs } = this.#progress.peek();
    return passedAtMs !== undefined || solutionShownAtMs !== undefined;
  }

  /**
   * Notes that a hint was opened; beside somebody else's code for this visit only. `asked`: before enough attempts had
   * unlocked it.
   */
  async showHint(hint: number, asked: boolean): Promise<void> {
    const { id } = this.exercise;
    const shown = { hint, asked, atMs: Date.now() };
    this.#log.value = withHint(this.#log.peek(), shown);
    if (this.isGuest) return;
    this.#log.value = await logHint(id, shown).catch(() => this.#log.peek());
  }

  /** Opens a file in the editor, with the cursor there. Back leads to the file that was in front. */
  openAt(place: FilePlace): void {
    this.panes.note({ file: this.desk.file.peek() });
    this.panes.show("editor", { file: place.path, line: place.line });
    this.desk.openAt(place);
  }

  /** Opens a page in the first browser; a program that does not run is run first. */
  async openPage(path: string): Promise<void> {
    this.panes.show("browser");
    if (!isAlive(this.bench.program.peek())) {
      await this.run();
      await this.bench.untilListening();
    }
    await this.bench.agents[0]?.open(path);
  }

  /** Makes the address lead to that line, and copies it. */
  async copyLink(place: FilePlace): Promise<void> {
    this.panes.show("editor", { file: place.path, line: place.line });
    const isCopied = await navigator.clipboard.writeText(location.href).then(
      () => true,
      () => false,
    );
    const { toast } = await import("../toasts/toast.ts");
    if (isCopied) toast(words.lineLinkCopied(place.line, place.path));
    else toast(words.lineLinkNotCopied);
  }

  /** What a reset under way stops is what ran before it. */
  async run(): Promise<void> {
    await this.#resetting;
    void this.drafts.save();
    await this.bench.run();
  }

  /** Back to the starter, in files and in the machine. What was typed is kept as a draft. Asked again meanwhile, it is one reset. */
  reset(): Promise<void> {
    this.#resetting ??= this.#resetNow().finally(() => {
      this.#resetting = undefined;
    });
    return this.#resetting;
  }

  async #resetNow(): Promise<void> {
    const replaced = await this.drafts.reset();
    if (replaced === undefined) return this.#sayNothingChanged();
    await this.bench.wipe();
    this.bench.stopCheck();
    if (!sameFiles(replaced.before, replaced.after)) return this.#offerBack(words.filesAsAtStart, replaced);
    // Nothing of the learner's text was touched: there is nothing to take back.
    const shown = import("../toasts/toast.ts").then(({ toast }) => toast(words.recordsAreGone));
    // Run and Check wait for the reset; they need not wait for a script that speaks of it.
    void shown.catch(() => this.desk.say(words.recordsAreGone));
  }

  async bringBack(snapshot: Snapshot): Promise<void> {
    const replaced = await this.drafts.bringBack(snapshot);
    if (replaced === undefined) return this.#sayNothingChanged();
    this.#offerBack(words.draftIsBack, replaced);
  }

  /** An outdated file becomes the course's own. */
  async takeNew(path: string): Promise<void> {
    const { drafts, bench } = this;
    const replaced = await drafts.takeNew(path);
    if (replaced === undefined) return this.#sayNothingChanged();
    offerFileBack(words.fileIsNew(path), { drafts, workspace: bench.workspace, path, replaced });
  }

  /** The reason, and what to do, stand in the line about the drafts. */
  #sayNothingChanged(): void {
    this.desk.say(draftWords.leftAsTheyAre);
  }

  #offerBack(text: string, replaced: Replaced): void {
    const bringBack = (snapshot: Snapshot) => this.bringBack(snapshot);
    offerFilesBack(text, { drafts: this.drafts, replaced, bringBack });
  }

  /** Takes the files of a zip in; what was there is kept as a draft first. */
  async takeZip(zip: File): Promise<Shared> {
    const { takeZip } = await import("../share/take-zip.ts");
    return takeZip(zip, this);
  }

  /** One side of a conflict stays; the other is kept as a draft first, or nothing is done. */
  async endConflict(conflict: FolderConflict, keep: "page" | "disk"): Promise<void> {
    if (!import.meta.env.DEV) return;
    const { workspace, folder } = this.bench;
    const { path, disk } = conflict;
    const files = workspace.files.peek();
    const goes = keep === "page" && disk !== undefined ? { ...files, [path]: disk } : files;
    if (!(await this.drafts.keepFiles(goes, "conflict"))) return;
    const done = await folder.sync.peek()?.resolve(conflict, keep, files[path]);
    if (done === true) this.desk.say(keep === "page" ? words.pageStays(path) : words.diskStays(path));
    else this.desk.say(words.changedOnceMore(path));
  }

  /** Runs the tests; settles with the verdict, when it is on the screen. */
  async check(): Promise<CheckState> {
    this.panes.show("results");
    this.desk.say(words.checking);
    await this.#resetting;
    void this.drafts.save();
    void this.drafts.keep("check");
    const state = await this.bench.check();
    if (state.kind === "graded" && state.grade.failure === undefined) await this.#record(state.grade);
    this.desk.say(verdictSentence(state));
    return state;
  }

  async #record(grade: Grade): Promise<void> {
    if (this.isGuest) return;
    const attempt = attemptOf(grade, Date.now());
    try {
      this.#log.value = await logAttempt(this.exercise.id, attempt);
      this.#progress.value = await recordAttempt(this.exercise.id, attempt);
    } catch {
      // The browser keeps nothing, which the draft state says already. This visit still counts.
      this.#log.value = withAttempt(this.#log.peek(), attempt);
      this.#progress.value = afterAttempt(this.#progress.peek(), attempt);
    }
  }

  /** Notes that the solution was shown: the learner has seen it, whoever's code lay beside it. */
  async noteSolutionShown(): Promise<void> {
    const { id } = this.exercise;
    const atMs = Date.now();
    try {
      const kept = await logSolutionShown(id, atMs);
      // What is kept knows nothing of the hints of this visit.
      this.#log.value = this.isGuest ? withSolutionShown(this.#log.peek(), atMs) : kept;
      this.#progress.value = await recordSolutionShown(id, atMs);
    } catch {
      this.#log.value = withSolutionShown(this.#log.peek(), atMs);
      this.#progress.value = afterSolutionShown(this.#progress.peek(), atMs);
    }
  }

  /** Notes that a file of the solution replaced the learner's own. */
  async noteTaken(path: string): Promise<void> {
    if (this.isGuest) return;
    const taken = { path, atMs: Date.now() };
    this.#log.value = await logTaken(this.exercise.id, taken).catch(() => withTaken(this.#log.peek(), taken));
  }
}

function withoutNumbers(sentence: string): string {
  return sentence.replaceAll(/\d+/g, "");
}

/** The verdict, as it is announced: on failure, the first failing test with its message. */
export function verdictSentence(state: CheckState): string {
  if (state.kind === "failed") return words.checkFailedBecause(state.message);
  if (state.kind !== "graded") return "";
  const { grade } = state;
  if (grade.failure !== undefined) return words.checkFailedBecause(grade.failure);
  const failing = grade.tests.filter((test) => test.state === "fail");
  const [first] = failing;
  if (first === undefined) return words.allPass(grade.tests.length);
  return words.someFail(failing.length, grade.tests.length, first.name, first.failure?.message ?? "");
}
