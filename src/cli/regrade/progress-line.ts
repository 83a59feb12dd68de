import type { GradingProgress } from "../../gradebook/index.ts";

/** Where progress is told: a terminal is drawn over, anything else gets a line now and then. */
export interface ProgressOutput {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

const BAR_CHARACTERS = 24;
/** Without a terminal: so many lines for a whole run. */
const LINES = 10;

/** Tells how far a run is. */
export class ProgressLine {
  readonly #output: ProgressOutput;
  #told = 0;

  constructor(output: ProgressOutput) {
    this.#output = output;
  }

  /** One more is done; the learner is shown beside the bar. */
  step({ learner, done, all }: GradingProgress): void {
    const count = `${done} of ${all}`;
    if (this.#output.isTTY) {
      const filled = Math.round((BAR_CHARACTERS * done) / all);
      const bar = "█".repeat(filled) + "░".repeat(BAR_CHARACTERS - filled);
      const line = ` ${bar} ${count}  ${learner.replaceAll(/\p{Cc}/gu, "")}`;
      this.#output.write(
        `\r\u001b[2K${Array.from(line)
          .slice(0, (this.#output.columns ?? 80) - 1)
          .join("")}`,
      );
      return;
    }
    const part = Math.floor((LINES * done) / all);
    if (part === this.#told) return;
    this.#told = part;
    this.#output.write(`${count} graded\n`);
  }

  /** Takes the bar away. */
  end(): void {
    if (this.#output.isTTY) this.#output.write("\r\u001b[2K");
  }
}
