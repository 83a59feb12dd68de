import { UnfinishedLine, UnreadableLine } from "../shell/script-pieces.ts";
import type { AttachedCommand, ShellOutput, Typist } from "../shell/shell-io.ts";
import { AskedLine } from "./asked-line.ts";
import { type CompletionSources, commonStart, completeLine } from "./complete-line.ts";
import { editingKeys, emptyLine, insert, type LineBuffer, lineOf } from "./line-buffer.ts";
import { LineHistory } from "./line-history.ts";
import { PromptLine } from "./prompt-line.ts";
import { isControl, typedKeys } from "./typed-keys.ts";

/** What one types into: the screen of a terminal, without its elements. */
export interface TerminalScreen {
  /** Text with line feeds and escape sequences. */
  write(text: string): void;
  columns(): number;
  rows(): number;
}

export interface SessionShell extends CompletionSources {
  /** What stands before the line, without the space: "src $". */
  readonly prompt: string;
  /** As `Shell.run`. */
  run(line: string, output: ShellOutput, signal: AbortSignal): Promise<number>;
}

/** Ctrl-R: what is looked for, and where it was found. */
interface Search {
  readonly text: string;
  readonly place: number;
}

const CONTINUED = ">";
const COMPLETIONS_AT_MOST = 100;

/**
 * One who types and a shell that answers: the line with its editing, history, completion, and what runs now. Keys that come
 * while a command runs wait for its end; Ctrl-C does not.
 */
export class TerminalSession {
  readonly #shell: SessionShell;
  readonly #history: LineHistory;
  readonly #screen: TerminalScreen;
  readonly #prompt: PromptLine;
  #line: LineBuffer = emptyLine;
  /** Lines of an unfinished command. */
  #before: readonly string[] = [];
  #search: Search | undefined;
  #waiting: string[] = [];
  #working = false;
  #running: AbortController | undefined;
  /** What was printed last ended with a line feed. */
  #atLineStart = true;
  #tabs = 0;
  /** What a running command has asked for. */
  #asked: AskedLine | undefined;
  readonly #answers = new LineHistory();
  #attached: AttachedCommand | undefined;

  constructor(shell: SessionShell, history: LineHistory, screen: TerminalScreen) {
    this.#shell = shell;
    this.#history = history;
    this.#screen = screen;
    this.#prompt = new PromptLine(
      (text) => screen.write(text),
      () => screen.columns(),
    );
  }

  /** Whether a command runs. */
  get running(): boolean {
    return this.#running !== undefined;
  }

  /** Shows the prompt for the first time, below a greeting. */
  start(greeting: string): void {
    this.#screen.write(`${greeting}\n`);
    this.#draw();
  }

  /**
   * What the terminal sent: keys, or text that was pasted. Settles when all of it has been dealt with, or a command that runs
   * has it to deal with.
   */
  async feed(data: string): Promise<void> {
    if (this.#attached !== undefined) {
      this.#attached.write(data);
      return;
    }
    for (const key of typedKeys(data)) this.#receive(key);
    if (this.#working) return;
    this.#working = true;
    try {
      for (let key = this.#waiting.shift(); key !== undefined; key = this.#waiting.shift()) {
        await this.#take(key);
      }
    } finally {
      this.#working = false;
    }
  }

  /** Runs a line as if it had been typed. */
  async type(line: string): Promise<void> {
    await this.feed(`${line}\r`);
  }

  /** The screen has another size. */
  resized(): void {
    this.#attached?.resize(this.#typist.size());
    if (this.running) return;
    this.#prompt.moved(this.#promptText, this.#line);
    this.#draw();
  }

  /** Ends what runs. */
  close(): void {
    this.#waiting = [];
    this.#stopRunning();
  }

  /** Advice of the workbench's own, in a line of its own. */
  hint(text: string): void {
    this.#output.hint(text);
  }

  #receive(key: string): void {
    if (key === "\u0003" && this.running) {
      this.#waiting = [];
      this.#stopRunning();
    } else if (this.#asked?.isOver === false) this.#asked.take(key);
    else this.#waiting.push(key);
  }

  #stopRunning(): void {
    this.#asked?.giveUp();
    this.#running?.abort();
  }

  get #promptText(): string {
    if (this.#search !== undefined) return `(reverse-i-search)'${this.#search.text}': `;
    return `${this.#before.length > 0 ? CONTINUED : this.#shell.prompt} `;
  }

  #draw(): void {
    this.#prompt.draw(this.#promptText, this.#line);
  }

  async #take(key: string): Promise<void> {
    this.#tabs = key === "\t" ? this.#tabs + 1 : 0;
    if (this.#search !== undefined && this.#takeWhileSearching(key)) return;
    switch (key) {
      case "\r":
      case "\n":
        return this.#enter();
      case "\t":
        return this.#complete();
      case "\u0003":
        this.#prompt.leave(this.#promptText, this.#line, "^C");
        this.#before = [];
        this.#line = emptyLine;
        break;
      case "\u000c":
        this.#screen.write("\u001b[H\u001b[2J");
        this.#prompt.forget();
        break;
      case "\u0012":
        this.#search = { text: "", place: this.#history.lines.length };
        break;
      case "\u001b[A":
      case "\u001bOA":
      case "\u0010":
        this.#line = this.#recalled(this.#history.earlier(this.#line.text));
        break;
      case "\u001b[B":
      case "\u001bOB":
      case "\u000e":
        this.#line = this.#recalled(this.#history.later());
        break;
      default: {
        const edit = editingKeys[key];
        if (edit !== undefined) this.#line = edit(this.#line);
        else if (!isControl(key)) this.#line = insert(this.#line, key);
      }
    }
    this.#draw();
  }

  #recalled(line: string | undefined): LineBuffer {
    return line === undefined ? this.#line : lineOf(line);
  }

  /** Whether the key was for the search; any other one ends it, and is taken as usual. */
  #takeWhileSearching(key: string): boolean {
    const search = this.#search;
    if (search === undefined) return false;
    if (key === "\u0003" || key === "\u0007") {
      this.#search = undefined;
      this.#line = emptyLine;
    } else if (key === "\u0012") this.#find(search.text, search.place);
    else if (key === "\u007f") this.#find(search.text.slice(0, -1));
    else if (!isControl(key)) this.#find(search.text + key);
    else {
      this.#search = undefined;
      return false;
    }
    this.#draw();
    return true;
  }

  #find(text: string, before?: number): void {
    const found = this.#history.search(text, before);
    if (found !== undefined) this.#line = lineOf(found.line);
    this.#search = { text, place: found?.place ?? before ?? this.#history.lines.length };
  }

  async #enter(): Promise<void> {
    this.#prompt.leave(this.#promptText, this.#line);
    const lines = [...this.#before, this.#line.text];
    const command = lines.join("\n");
    this.#line = emptyLine;
    this.#before = [];
    this.#atLineStart = true;
    const running = new AbortController();
    this.#running = running;
    let unfinished = false;
    try {
      if (command.trim() !== "") await this.#shell.run(command, this.#output, running.signal);
    } catch (error) {
      unfinished = error instanceof UnfinishedLine;
      if (error instanceof UnreadableLine) this.#print(`${error.message}\n`);
      else if (!unfinished) this.#print(`bash: ${error instanceof Error ? error.message : String(error)}\n`);
    }
    this.#running = undefined;
    this.#attached = undefined;
    this.#asked = undefined;
    if (running.signal.aborted) this.#print("^C\n");
    if (unfinished) this.#before = lines;
    else this.#history.add(lines.map((line) => line.replace(/\\$/, "")).join(lines.length > 1 ? " " : ""));
    // A body that ends without a line feed, as JSON does, must not run into the prompt.
    if (!this.#atLineStart) this.#screen.write("\r\n");
    this.#atLineStart = true;
    this.#draw();
  }

  async #complete(): Promise<void> {
    const { text, cursor } = this.#line;
    // Without a machine there is nothing to choose from; the command itself will say why.
    const nothing = { start: cursor, choices: [] };
    const { start, choices } = await completeLine(text.slice(0, cursor), this.#shell).catch(() => nothing);
    const word = text.slice(start, cursor);
    const common = commonStart(choices);
    if (common.length > word.length) {
      this.#line = insert({ text: text.slice(0, start) + text.slice(cursor), cursor: start }, common);
    } else if (this.#tabs > 1 && choices.length > 1) {
      this.#prompt.leave(this.#promptText, this.#line);
      this.#screen.write(listed(choices, this.#screen.columns()));
    }
    this.#draw();
  }

  readonly #typist: Typist = {
    ask: async (prompt) => {
      if (this.#running?.signal.aborted !== false) return undefined;
      if (!this.#atLineStart) this.#screen.write("\r\n");
      this.#atLineStart = true;
      const asked = new AskedLine(prompt, this.#prompt, this.#answers);
      this.#asked = asked;
      for (const key of this.#waiting.splice(0)) this.#receive(key);
      return asked.answer;
    },
    attach: (command) => {
      this.#attached = command;
      return () => {
        this.#attached = undefined;
      };
    },
    size: () => ({ columns: this.#screen.columns(), rows: this.#screen.rows() }),
  };

  readonly #output: ShellOutput = {
    typist: this.#typist,
    stdout: (text) => this.#print(text),
    stderr: (text) => this.#print(text),
    hint: (text) => this.#print(`\u001b[3;90m${text}\u001b[0m\n`, "line"),
  };

  /** `line`: begins in a line of its own. Beside a prompt, what is printed goes above it. */
  #print(text: string, where: "here" | "line" = "here"): void {
    if (text === "") return;
    if (this.running) {
      this.#screen.write(where === "line" && !this.#atLineStart ? `\r\n${text}` : text);
      this.#atLineStart = text.endsWith("\n") || text.endsWith("\u001b[3J");
      return;
    }
    this.#prompt.erase();
    this.#screen.write(text.endsWith("\n") ? text : `${text}\r\n`);
    this.#draw();
  }
}

/** The last part of each choice, in columns. */
function listed(choices: readonly string[], columns: number): string {
  const names = choices.slice(0, COMPLETIONS_AT_MOST).map((choice) => {
    const name = choice.trimEnd();
    return name.slice(name.lastIndexOf("/", name.length - 2) + 1);
  });
  const width = Math.max(...names.map((name) => name.length)) + 2;
  const perRow = Math.max(1, Math.floor(columns / width));
  const rows: string[] = [];
  for (let at = 0; at < names.length; at += perRow) {
    const row = names.slice(at, at + perRow).map((name) => name.padEnd(width));
    rows.push(`${row.join("").trimEnd()}\n`);
  }
  const more = choices.length - names.length;
  return rows.join("") + (more > 0 ? `and ${more} more\n` : "");
}
