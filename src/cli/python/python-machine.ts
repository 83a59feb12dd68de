import type { PythonProgram } from "../../course/lesson-python.ts";
import type { WireExchange, WireStep } from "../../course/wire.ts";
import { MovableClock } from "../../web/clock.ts";
import { NodeNetwork } from "../../web/node-network.ts";
import type { CommitView } from "../../workbench/commit-view.ts";
import type { SentRequest } from "../check-lessons-browser.ts";
import type { DrivenProgram } from "../driven-program.ts";
import { LessonBrowsers } from "../lesson-browsers.ts";
import type { PythonPrograms } from "./python-programs.ts";

/** One Python program behind every host, with the browsers that drive it. */
export class PythonMachine implements DrivenProgram {
  readonly #programs: PythonPrograms;
  readonly #program: PythonProgram;
  readonly #clock = new MovableClock();
  readonly #browsers: LessonBrowsers;
  #port: number | undefined;

  private constructor(programs: PythonPrograms, program: PythonProgram, origin: string) {
    this.#programs = programs;
    this.#program = program;
    this.#browsers = new LessonBrowsers({
      network: new NodeNetwork(() => this.#port),
      clock: this.#clock,
      origin,
      onExchange: () => undefined,
    });
  }

  /** Rejects with Python's traceback when the program cannot be loaded. */
  static async start(
    programs: PythonPrograms,
    program: PythonProgram,
    origin: string,
  ): Promise<PythonMachine> {
    const machine = new PythonMachine(programs, program, origin);
    await machine.#restart();
    return machine;
  }

  async take(step: WireStep): Promise<void> {
    if (step.kind === "restart") await this.#restart();
    else if (step.kind === "clock") await this.#moveClock(step.byMs);
    else if (step.kind === "real-time") await this.#moveClock(-this.#clock.offsetMs);
    else if (step.kind === "theft") this.#browsers.copyCookie(step);
    else if (step.kind !== "exchange")
      throw new Error(`"@${step.kind} ${step.process}" is not for a Python program, which is one process.`);
  }

  send(step: WireExchange): Promise<SentRequest[]> {
    return this.#browsers.send(step);
  }

  address(target: string): string {
    return this.#browsers.address(target);
  }

  async commit(): Promise<CommitView> {
    throw new Error("A Python program's session record cannot be seen from here.");
  }

  async stop(): Promise<void> {
    if (this.#port !== undefined) await this.#programs.stop(this.#port);
    this.#port = undefined;
    await this.#programs.setClock(0);
  }

  async #restart(): Promise<void> {
    if (this.#port !== undefined) await this.#programs.stop(this.#port);
    this.#port = undefined;
    this.#port = await this.#programs.start(this.#program);
  }

  async #moveClock(byMs: number): Promise<void> {
    this.#clock.advance(byMs);
    await this.#programs.setClock(this.#clock.offsetMs);
  }
}
