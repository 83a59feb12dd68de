import type { Post } from "./wire.ts";

/** From the machine to a process. */
export type DatabaseNews = { readonly kind: "databases"; readonly is: "given" | "wanted" };

interface Process {
  readonly post: Post<DatabaseNews>;
}

/** The machine's side of the right to use databases: one process has it, the others wait in line. */
export class DatabaseQueue {
  #holder: Process | undefined;
  readonly #waiting: Process[] = [];

  ask(from: Process): void {
    if (this.#holder === from || this.#waiting.includes(from)) return;
    this.#waiting.push(from);
    if (this.#holder === undefined) this.#next();
    else this.#holder.post({ kind: "databases", is: "wanted" });
  }

  giveBack(from: Process): void {
    if (this.#holder !== from) return;
    this.#holder = undefined;
    this.#next();
  }

  /** The process has ended. */
  leave(process: Process): void {
    const at = this.#waiting.indexOf(process);
    if (at !== -1) this.#waiting.splice(at, 1);
    this.giveBack(process);
  }

  #next(): void {
    this.#holder = this.#waiting.shift();
    this.#holder?.post({ kind: "databases", is: "given" });
    if (this.#waiting.length > 0) this.#holder?.post({ kind: "databases", is: "wanted" });
  }
}
