import { editingKeys, emptyLine, insert, type LineBuffer, lineOf } from "./line-buffer.ts";
import type { LineHistory } from "./line-history.ts";
import type { PromptLine } from "./prompt-line.ts";
import { isControl } from "./typed-keys.ts";

/** A line that a running command has asked for: edited as the shell's own, with a history of its own. */
export class AskedLine {
  readonly #prompt: string;
  readonly #onScreen: PromptLine;
  readonly #history: LineHistory;
  readonly #answered = Promise.withResolvers<string | undefined>();
  #line: LineBuffer = emptyLine;
  #isOver = false;

  /** `prompt`: without the space. */
  constructor(prompt: string, onScreen: PromptLine, history: LineHistory) {
    this.#prompt = `${prompt} `;
    this.#onScreen = onScreen;
    this.#history = history;
    this.#draw();
  }

  /** `undefined`: there will be none. */
  get answer(): Promise<string | undefined> {
    return this.#answered.promise;
  }

  /** Answered, or given up: it takes no more keys. */
  get isOver(): boolean {
    return this.#isOver;
  }

  take(key: string): void {
    if (key === "\u0004" && this.#line.text === "") {
      this.giveUp();
      return;
    }
    switch (key) {
      case "\r":
      case "\n":
        this.#history.add(this.#line.text);
        this.#end(this.#line.text);
        return;
      case "\u001b[A":
      case "\u001bOA":
        this.#recall(this.#history.earlier(this.#line.text));
        break;
      case "\u001b[B":
      case "\u001bOB":
        this.#recall(this.#history.later());
        break;
      default: {
        const edit = editingKeys[key];
        if (edit !== undefined) this.#line = edit(this.#line);
        else if (!isControl(key)) this.#line = insert(this.#line, key);
      }
    }
    this.#draw();
  }

  /** Nobody answers. */
  giveUp(): void {
    this.#end(undefined);
  }

  #recall(line: string | undefined): void {
    if (line !== undefined) this.#line = lineOf(line);
  }

  #draw(): void {
    this.#onScreen.draw(this.#prompt, this.#line);
  }

  #end(answer: string | undefined): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onScreen.leave(this.#prompt, this.#line);
    this.#answered.resolve(answer);
  }
}
