/** Those in this process who wait for one session's turn, first come first served. */
export class TurnLine<W extends Waiter = Waiter> {
  readonly #waiting: W[] = [];

  /** Undefined: nobody waits. */
  get first(): W | undefined {
    return this.#waiting[0];
  }

  join(waiter: W): void {
    this.#waiting.push(waiter);
  }

  leave(waiter: W): void {
    const at = this.#waiting.indexOf(waiter);
    if (at === 0) this.#waiting.shift();
    else if (at !== -1) this.#waiting.splice(at, 1);
    this.wakeFirst();
  }

  /** Something changed: the first may try now. */
  wakeFirst(): void {
    this.first?.wake?.();
  }
}

/** A line for each session that somebody waits for. */
export class TurnLines {
  readonly #lines = new Map<string, TurnLine>();

  join(key: string, waiter: Waiter): void {
    const line = this.#lines.get(key) ?? new TurnLine();
    line.join(waiter);
    this.#lines.set(key, line);
  }

  /** Undefined: nobody waits. */
  first(key: string): Waiter | undefined {
    return this.#lines.get(key)?.first;
  }

  leave(key: string, waiter: Waiter): void {
    const line = this.#lines.get(key);
    line?.leave(waiter);
    if (line?.first === undefined) this.#lines.delete(key);
  }

  wakeFirst(key: string): void {
    this.#lines.get(key)?.wakeFirst();
  }

  sleep(waiter: Waiter, ms: number): Promise<void> {
    return sleepInLine(waiter, ms);
  }
}

export interface Waiter {
  wake: (() => void) | undefined;
}

/** Until woken, at most so long. */
export function sleepInLine(waiter: Waiter, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      waiter.wake = undefined;
      resolve();
    };
    const timer = setTimeout(done, ms);
    waiter.wake = done;
  });
}
