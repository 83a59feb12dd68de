import { columnsOf, type LineBuffer } from "./line-buffer.ts";

/** The line with its prompt on the screen: draws it anew, over as many rows as it takes. */
export class PromptLine {
  readonly #write: (text: string) => void;
  readonly #columns: () => number;
  /** Of the cursor, below the row where the prompt begins. */
  #row = 0;

  constructor(write: (text: string) => void, columns: () => number) {
    this.#write = write;
    this.#columns = columns;
  }

  /** Draws over what was drawn last. */
  draw(prompt: string, { text, cursor }: LineBuffer): void {
    const columns = Math.max(1, this.#columns());
    const end = columnsOf(prompt + text);
    const target = columnsOf(prompt + text.slice(0, cursor));
    // A full row leaves the cursor hanging behind it: one more line feed makes its place sure.
    const hanging = end > 0 && end % columns === 0 ? "\r\n" : "";
    const up = Math.floor(end / columns) - Math.floor(target / columns);
    this.#write(
      `${this.#erase()}\u001b[1m${prompt}\u001b[0m${text}${hanging}${move(up, "A")}\r${move(target % columns, "C")}`,
    );
    this.#row = Math.floor(target / columns);
  }

  /** Takes it off the screen, so that something else can be printed there. */
  erase(): void {
    this.#write(this.#erase());
    this.#row = 0;
  }

  /** Leaves it where it is; what comes next stands below. */
  leave(prompt: string, line: LineBuffer, mark = ""): void {
    this.draw(prompt, { ...line, cursor: line.text.length });
    this.#write(`${mark}\r\n`);
    this.#row = 0;
  }

  /** The screen has been emptied, or another width: the line begins in another row. */
  moved(prompt: string, { text, cursor }: LineBuffer): void {
    this.#row = Math.floor(columnsOf(prompt + text.slice(0, cursor)) / Math.max(1, this.#columns()));
  }

  forget(): void {
    this.#row = 0;
  }

  #erase(): string {
    return `${move(this.#row, "A")}\r\u001b[J`;
  }
}

function move(by: number, direction: "A" | "C"): string {
  return by > 0 ? `\u001b[${by}${direction}` : "";
}
