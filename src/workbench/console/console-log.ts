import { type ReadonlySignal, signal } from "@preact/signals";
import * as words from "../../words/en/console.ts";

/** Lines kept; the oldest go first. */
export const CONSOLE_LINE_LIMIT = 2_000;
/** A longer line is cut here, and says so. */
export const CONSOLE_LINE_LENGTH_LIMIT = 4_000;

export interface ConsoleLine {
  /** Grows by one for each line; stays with the line. */
  readonly number: number;
  /** "note": said by the workbench, not by the program. */
  readonly stream: "stdout" | "stderr" | "note";
  readonly text: string;
  /** Which of several processes wrote it. Absent: there is one, or it is a note. */
  readonly from?: string;
}

type Writer = Pick<ConsoleLine, "stream" | "from">;

/** What a program wrote, as lines: bounded, with the two streams in the order written. */
export class ConsoleLog {
  readonly #lines = signal<readonly ConsoleLine[]>([]);
  readonly #dropped = signal(0);
  readonly #limit: number;
  #next = 1;
  /** The stream, and the process, whose last line has not ended yet. */
  #open: Writer | undefined;

  constructor(limit = CONSOLE_LINE_LIMIT) {
    this.#limit = limit;
  }

  get lines(): ReadonlySignal<readonly ConsoleLine[]> {
    return this.#lines;
  }

  /** How many lines are gone from the top since the last `clear`. */
  get dropped(): ReadonlySignal<number> {
    return this.#dropped;
  }

  /** Adds output; an unfinished last line is continued by the next chunk of the same stream. */
  write(stream: "stdout" | "stderr", text: string, from?: string): void {
    if (text === "") return;
    const parts = plain(text).split("\n");
    const ended = parts.at(-1) === "";
    if (ended) parts.pop();
    const lines = [...this.#lines.peek()];
    const last = lines.at(-1);
    const [first] = parts;
    if (
      this.#open?.stream === stream &&
      this.#open.from === from &&
      last !== undefined &&
      first !== undefined
    ) {
      lines[lines.length - 1] = { ...last, text: cut(last.text + first) };
      parts.shift();
    }
    const writer: Writer = from === undefined ? { stream } : { stream, from };
    this.#append(lines, parts, writer);
    this.#open = ended ? undefined : writer;
  }

  /** A line of the workbench's own: "Stopped." */
  note(text: string): void {
    this.#append([...this.#lines.peek()], [text], { stream: "note" });
    this.#open = undefined;
  }

  clear(): void {
    this.#lines.value = [];
    this.#dropped.value = 0;
    this.#open = undefined;
  }

  #append(lines: ConsoleLine[], texts: readonly string[], writer: Writer): void {
    for (const text of texts) lines.push({ number: this.#next++, ...writer, text: cut(text) });
    const excess = lines.length - this.#limit;
    if (excess > 0) this.#dropped.value = this.#dropped.peek() + excess;
    this.#lines.value = excess > 0 ? lines.slice(excess) : lines;
  }
}

function cut(text: string): string {
  if (text.length <= CONSOLE_LINE_LENGTH_LIMIT) return text;
  return words.lineCut(text.slice(0, CONSOLE_LINE_LENGTH_LIMIT), CONSOLE_LINE_LENGTH_LIMIT);
}

const colourCode = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

/** Without the colour codes of terminals. */
function plain(text: string): string {
  return text.replace(colourCode, "").replaceAll("\r\n", "\n");
}
