/** Those in this process who wait for one session's turn, first come first served. */
export class TurnLines<W extends Waiter = Waiter> {
  readonly #lines = new Map<string, W[]>();

  join(key: string, waiter: W): void {
    const line = this.#lines.get(key);
    if (line === undefined) this.#lines.set(key, [waiter]);
    else line.push(waiter);
  }

  /** Undefined: nobody waits. */
  first(key: string): W | undefined {
    return this.#lines.get(key)?.[0];
  }

  leave(key: string, waiter: W): void {
    const line = this.#lines.get(key) ?? [];
    const at = line.indexOf(waiter);
    if (at !== -1) line.splice(at, 1);
    if (line.length === 0) this.#lines.delete(key);
    else this.wakeFirst(key);
  }

  /** Something changed: the first may try now. */
  wakeFirst(key: string): void {
    this.first(key)?.wake?.();
  }

  /** Until woken, at most so long. */
  sleep(waiter: W, ms: number): Promise<void> {
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
}

export interface Waiter {
  wake: (() => void) | undefined;
}
