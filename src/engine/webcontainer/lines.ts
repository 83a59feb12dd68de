/**
 * Messages over a terminal: a container gives its page no other way into a process. A terminal echoes what is
 * typed, ends lines in its own way and may not take long ones; so a message is ASCII, cut into short lines,
 * and each line says whose it is.
 */

const LINE_LIMIT = 2_000;

/** Whose lines they are: the page's or the machine's. */
export type Side = "page" | "machine";

const MARK: Readonly<Record<Side, string>> = { page: "@p", machine: "@m" };

/** One message as lines, each ended. `+` goes on in the next line, `.` is the last. */
export function toLines(side: Side, message: unknown): string {
  const text = JSON.stringify(message).replace(/[^ -~]/g, escaped);
  let lines = "";
  for (let at = 0; at < text.length; at += LINE_LIMIT) {
    const more = at + LINE_LIMIT < text.length;
    lines += `${MARK[side]}${more ? "+" : "."}${text.slice(at, at + LINE_LIMIT)}\n`;
  }
  return lines;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Puts messages of one side together again. Whatever else the terminal says is passed over. */
export class LineReader {
  readonly #mark: string;
  readonly #receive: (message: unknown) => void;
  readonly #other: (line: string) => void;
  #line = "";
  #message = "";

  /** `other` gets the lines that are nobody's: what the machine's own Node has to say. */
  constructor(from: Side, receive: (message: unknown) => void, other: (line: string) => void = () => {}) {
    this.#mark = MARK[from];
    this.#receive = receive;
    this.#other = other;
  }

  push(text: string): void {
    const lines = (this.#line + text).split("\n");
    this.#line = lines.pop() ?? "";
    for (const line of lines) this.#take(line.replace(/\r$/, ""));
  }

  #take(line: string): void {
    if (!line.startsWith(this.#mark)) {
      if (!line.startsWith("@")) this.#other(line);
      return;
    }
    this.#message += line.slice(this.#mark.length + 1);
    if (line[this.#mark.length] !== ".") return;
    const message = this.#message;
    this.#message = "";
    this.#receive(JSON.parse(message));
  }
}
