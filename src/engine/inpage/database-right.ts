import type { FromProcess } from "./process-messages.ts";
import type { Post } from "./wire.ts";

// The program's timers hold the process; these do not.
const realSetTimeout = setTimeout;
const realClearTimeout = clearTimeout;

/** How long a right that was just given is kept for a program that has not used it yet. */
const UNUSED_MS = 50;
/** How long a request waits for it before the program is called all the same. */
const LONGEST_WAIT_MS = 500;

/**
 * One process's side of the machine's right to use databases. SQLite asks for locks synchronously, and a worker cannot
 * wait for another: so one process has the right at a time, gives it up between transactions when another wants it,
 * and who does not have it is told that the database is busy.
 */
export class DatabaseRight {
  readonly #post: Post<FromProcess>;
  readonly #waiting = new Set<() => void>();
  #state: "unknown" | "asked" | "held" = "unknown";
  #isWanted = false;
  /** Whether this process uses databases at all. */
  #isUser = false;
  #inUse = 0;
  #wasUsed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(post: Post<FromProcess>) {
    this.#post = post;
  }

  /** A file is locked: `false` when another process has the right. It is asked for then. */
  begin(): boolean {
    this.#isUser = true;
    if (this.#state !== "held") {
      this.#ask();
      return false;
    }
    this.#inUse += 1;
    this.#wasUsed = true;
    return true;
  }

  /** A file is unlocked. */
  end(): void {
    this.#inUse -= 1;
    this.#yield();
  }

  /** Settles when the right is here, or has not come for a while. */
  async wait(): Promise<void> {
    this.#isUser = true;
    if (this.#state === "held") return;
    this.#ask();
    await new Promise<void>((resolve) => {
      const settle = () => {
        realClearTimeout(timer);
        this.#waiting.delete(settle);
        resolve();
      };
      const timer = realSetTimeout(settle, LONGEST_WAIT_MS);
      this.#waiting.add(settle);
    });
  }

  /** Whether a program that is called now could find databases busy. */
  get isAway(): boolean {
    return this.#isUser && this.#state !== "held";
  }

  /** The machine gives it to this process. */
  given(): void {
    this.#state = "held";
    this.#wasUsed = false;
    for (const settle of [...this.#waiting]) settle();
  }

  /** Another process asks for it. */
  wanted(): void {
    this.#isWanted = true;
    this.#yield();
  }

  #ask(): void {
    if (this.#state !== "unknown") return;
    this.#state = "asked";
    this.#post({ kind: "databases", is: "asked" });
  }

  #yield(): void {
    if (!this.#isWanted || this.#inUse > 0 || this.#state !== "held") return;
    if (!this.#wasUsed) {
      this.#timer ??= realSetTimeout(() => {
        this.#timer = undefined;
        this.#wasUsed = true;
        this.#yield();
      }, UNUSED_MS);
      return;
    }
    this.#isWanted = false;
    this.#state = "unknown";
    this.#post({ kind: "databases", is: "given-back" });
  }
}
