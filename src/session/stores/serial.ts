/** Runs the work on one key one after another within this process; other keys go on beside it. */
export class Serial {
  readonly #tails = new Map<string, Promise<unknown>>();

  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key);
    const result = before === undefined ? work() : before.then(work, work);
    const tail = result.then(noResult, noResult).then(() => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    });
    this.#tails.set(key, tail);
    return result;
  }

  /** Settles when what was asked for until now is done. */
  async idle(): Promise<void> {
    await Promise.all(this.#tails.values());
  }
}

function noResult(): void {}
