/** A value that was handed out, as it was then. */
interface HandedOut {
  readonly key: string;
  readonly copy: object;
  readonly json: string;
}

/** The copies of values that one request was given, to find those that were changed and never set. Pure. */
export class HandedOutCopies {
  #copies: HandedOut[] | undefined;

  /** Values that cannot be changed in place are nothing to remember. */
  remember(key: string, value: unknown, json: string): void {
    if (typeof value !== "object" || value === null) return;
    this.#copies ??= [];
    this.#copies.push({ key, copy: value, json });
  }

  /** What was handed out so far has been looked at. */
  forget(): void {
    this.#copies = undefined;
  }

  /** Keys whose copies were changed, but for those that `isSet`. */
  changed(isSet: (key: string) => boolean): string[] {
    const keys = new Set<string>();
    for (const { key, copy, json } of this.#copies ?? []) {
      if (!isSet(key) && JSON.stringify(copy) !== json) keys.add(key);
    }
    return [...keys];
  }
}
