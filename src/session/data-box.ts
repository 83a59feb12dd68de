import type { Change, UpdateStep } from "./patch.ts";

/**
 * The data of one request: what its session held when it was loaded, and what was done to that since, key by key.
 * Pure. Values are JSON texts.
 */
export class DataBox {
  #loaded: ReadonlyMap<string, string> | undefined;
  #cleared = false;
  #changes: Map<string, Change> | undefined;

  constructor(loaded: ReadonlyMap<string, string> | undefined) {
    this.#loaded = loaded;
  }

  /** As this request sees it; undefined: nothing is there. */
  json(key: string): string | undefined {
    const change = this.#changes?.get(key);
    if (change !== undefined) return change.json;
    return this.#cleared ? undefined : this.#loaded?.get(key);
  }

  all(): Map<string, string> {
    const all = new Map<string, string>(this.#cleared ? NOTHING : this.#loaded);
    for (const [key, change] of this.#changes ?? NOTHING) {
      if (change.kind === "delete") all.delete(key);
      else all.set(key, change.json);
    }
    return all;
  }

  /** In the place of what was done to the key before. */
  change(key: string, change: Change): void {
    this.#changes ??= new Map();
    this.#changes.set(key, change);
  }

  /** After what was done to the key before. `json`: what is then there. */
  increment(key: string, by: number, json: string): void {
    const earlier = this.#changes?.get(key);
    if (earlier === undefined) this.change(key, { kind: "increment", by, json });
    else if (earlier.kind === "increment") this.change(key, { kind: "increment", by: earlier.by + by, json });
    else this.#fold(key, earlier, addTo(by), json);
  }

  /** After what was done to the key before. `json`: what is then there. */
  update(key: string, step: UpdateStep, json: string): void {
    this.#fold(key, this.#changes?.get(key), step, json);
  }

  clear(): void {
    this.#changes = undefined;
    this.#cleared = true;
  }

  get cleared(): boolean {
    return this.#cleared;
  }

  /** Undefined: there are none. */
  get changes(): ReadonlyMap<string, Change> | undefined {
    return this.#changes;
  }

  /** What was done never happened. */
  drop(): void {
    this.#cleared = false;
    this.#changes = undefined;
  }

  /** What was done is done to this. */
  seeOnly(loaded: ReadonlyMap<string, string> | undefined): void {
    this.#loaded = loaded;
  }

  #fold(key: string, earlier: Change | undefined, step: UpdateStep, json: string): void {
    switch (earlier?.kind) {
      case undefined:
        this.change(key, { kind: "update", steps: [step], json });
        break;
      case "increment":
        this.change(key, { kind: "update", steps: [addTo(earlier.by), step], json });
        break;
      case "update":
        this.change(key, { kind: "update", steps: [...earlier.steps, step], json });
        break;
      default:
        this.change(key, { kind: "set", json });
    }
  }
}

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

function addTo(by: number): UpdateStep {
  return (current) => (typeof current === "number" ? current + by : by);
}
