import { watchTree } from "../../engine/local/watch-tree.ts";
import type { Grade } from "../../grader/grade.ts";
import { freshSeed } from "../../grader/random.ts";
import { gradeReport } from "../grade-report.ts";
import { filesDiff } from "./files-diff.ts";
import { Processes } from "./processes.ts";
import { type ScreenSize, type ScreenState, screenRows } from "./screen.ts";
import type { WorkFolder } from "./work-folder.ts";

export interface Terminal {
  readonly isTTY: boolean;
  readonly hasColour: boolean;
  readonly size: () => ScreenSize;
  write(text: string): void;
}

export interface SessionTools {
  readonly work: WorkFolder;
  readonly terminal: Terminal;
  grade(files: Readonly<Record<string, string>>, seed: number): Promise<Grade>;
  handIn(): Promise<string[]>;
  nowMs(): number;
}

/** An editor writes several files, or one in several steps: what comes within this is one save. */
const SETTLE_MS = 150;

/** Working on an exercise: its program runs, every save is graded, and the screen or plain lines tell. */
export class ExerciseSession {
  readonly #tools: SessionTools;
  readonly #processes: Processes;
  #state: ScreenState;
  #endWatch: () => void = () => undefined;
  #settling: NodeJS.Timeout | undefined;
  #grading: Promise<void> | undefined;
  #isGradedAgain = false;
  #resetAsked = false;

  constructor(tools: SessionTools) {
    this.#tools = tools;
    const { work, terminal } = tools;
    this.#processes = new Processes(work.folder, work.loaded.exercise, {
      output: (line) => {
        if (!terminal.isTTY) terminal.write(`  ${line}\n`);
        this.#show({ output: [...this.#state.output, line].slice(-20) });
      },
      changed: (program) => this.#show({ program }),
    });
    this.#state = {
      ...{ title: work.loaded.exercise.title, folder: work.folder, address: this.#processes.address },
      ...{ program: "starting", output: [], grade: undefined, isGrading: false, page: undefined },
    };
  }

  async start(): Promise<void> {
    const { work, terminal } = this.#tools;
    if (!terminal.isTTY)
      terminal.write(
        `${this.#state.title}\nYour files: ${work.folder}\nThe program: ${this.#state.address}\n\n`,
      );
    this.#watch();
    await this.#processes.restart();
    this.grade();
  }

  async close(): Promise<void> {
    this.#endWatch();
    clearTimeout(this.#settling);
    this.#isGradedAgain = false;
    // It has machines and folders of its own, which it takes away when it ends.
    await Promise.all([this.#processes.stop(), this.#grading]);
  }

  /** Grades what is on the disk now; one that comes while another runs follows it. */
  grade(): void {
    if (this.#grading !== undefined) {
      this.#isGradedAgain = true;
      return;
    }
    this.#grading = this.#gradeNow().finally(() => {
      this.#grading = undefined;
      if (!this.#isGradedAgain) return;
      this.#isGradedAgain = false;
      this.grade();
    });
  }

  async hint(): Promise<void> {
    const { work, nowMs } = this.#tools;
    const { hints } = work.loaded.exercise;
    const open = await work.openHint(nowMs());
    const lines = hints.slice(0, open).flatMap((text, index) => [`${index + 1}. ${text}`, ""]);
    this.#page(`Hints, ${open} of ${hints.length}`, open === 0 ? ["This exercise has none."] : lines);
  }

  async diff(): Promise<void> {
    const { work } = this.#tools;
    const lines = filesDiff(work.loaded.starter, await work.files());
    this.#page(
      "What you changed",
      lines.length === 0 ? ["Nothing yet: the files are the starter's."] : lines,
    );
  }

  /** Asks first: the second time in a row it is done. */
  async reset(): Promise<void> {
    if (!this.#resetAsked) {
      this.#page("Put the starter back?", ["Press r once more. Your files are kept as a draft."]);
      this.#resetAsked = true;
      return;
    }
    this.#endWatch();
    const draft = await this.#tools.work.reset(new Date(this.#tools.nowMs()));
    this.#watch();
    this.#page("The starter is back", [`Your files are kept in ${draft}.`]);
    this.#saved();
  }

  async handIn(): Promise<void> {
    this.#page("Hand in", await this.#tools.handIn());
  }

  /** Back to the tests. */
  tests(): void {
    this.#resetAsked = false;
    this.#show({ page: undefined });
  }

  draw(): void {
    const { terminal } = this.#tools;
    if (!terminal.isTTY) return;
    const rows = screenRows(this.#state, terminal.size(), terminal.hasColour);
    terminal.write(`\u001b[H${rows.map((row) => `${row}\u001b[K`).join("\r\n")}\u001b[J`);
  }

  #watch(): void {
    this.#endWatch = watchTree(this.#tools.work.folder, (path) => {
      if (/(^|\/)(\.[^/]+\/|(node_modules|data|sessions)(\/|$))/.test(path)) return;
      this.tests();
      this.#saved();
    });
  }

  #saved(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      void this.#processes.restart();
      this.grade();
    }, SETTLE_MS);
  }

  async #gradeNow(): Promise<void> {
    const { work, terminal, nowMs } = this.#tools;
    this.#show({ isGrading: true });
    const grade = await this.#tools.grade(await work.files(), freshSeed());
    const failed = grade.tests.filter(({ state }) => state === "fail").map(({ name }) => name);
    const passedTests = grade.tests.filter(({ state }) => state === "pass").length;
    await work.noteAttempt(
      { atMs: nowMs(), passed: grade.passed, passedTests, tests: grade.tests.length, failed },
      grade.tests.map(({ name, state }) => ({ name, state })),
    );
    if (!terminal.isTTY) terminal.write(`${gradeReport(grade, work.loaded.exercise.title)}\n\n`);
    this.#show({ grade, isGrading: false });
  }

  #page(title: string, lines: readonly string[]): void {
    this.#resetAsked = false;
    if (!this.#tools.terminal.isTTY) this.#tools.terminal.write(`${title}\n\n${lines.join("\n")}\n`);
    this.#show({ page: { title, lines } });
  }

  #show(change: Partial<ScreenState>): void {
    this.#state = { ...this.#state, ...change };
    this.draw();
  }
}
