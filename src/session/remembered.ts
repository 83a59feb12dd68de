/**
 * What was worked out from a text, for the requests that bring the same text a moment later: the parts of one page,
 * the next click. Holds at most twice `limitCharacters` of texts; those that nobody asked for lately go first.
 */
export class Remembered<V> {
  readonly #limitCharacters: number;
  #recent = new Map<string, V>();
  #older = new Map<string, V>();
  #characters = 0;

  constructor(limitCharacters: number) {
    this.#limitCharacters = limitCharacters;
  }

  /** Undefined: not known, or forgotten. */
  recall(key: string): V | undefined {
    return this.#recent.get(key) ?? this.#older.get(key);
  }

  /** `characters`: what the entry weighs, about. One that is there is replaced. */
  note(key: string, value: V, characters: number): void {
    if (characters > this.#limitCharacters) return;
    if (this.#characters + characters > this.#limitCharacters) {
      this.#older = this.#recent;
      this.#recent = new Map();
      this.#characters = 0;
    }
    this.#characters += characters;
    this.#recent.set(key, value);
  }
}
