import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Engine, EngineKind } from "../../engine/engine.ts";
import * as words from "../../words/en/engines.ts";
import type { Bench } from "../bench.ts";
import { EngineMemory } from "./engine-memory.ts";
import type { EngineOffer } from "./engine-offer.ts";
import { autoOrder, type EnginePreference } from "./engine-order.ts";

export interface EngineChoiceOptions {
  readonly bench: Bench;
  /** What this page can have; one of them is "inpage". */
  readonly offers: readonly EngineOffer[];
  /** Where the program can run, from `exercise.json`. */
  readonly runsOn: readonly EngineKind[];
  /** Keeps the choice between visits; a storage that throws is one that keeps nothing. */
  readonly storage: () => Pick<Storage, "getItem" | "setItem">;
}

/** A sentence for the learner, and sometimes what they can do about it. */
export interface EngineNotice {
  readonly text: string;
  /** Asks to agree that this engine asks somebody else's servers. */
  readonly agreeTo?: EngineOffer;
}

/** How the search for an engine ended. */
type Found =
  | { readonly kind: "engine"; readonly engine: Engine; readonly place: string }
  | { readonly kind: "page" }
  /** It runs already, or somebody chose again meanwhile. */
  | { readonly kind: "nothing to do" };

/**
 * Which engine runs the learner's program. The one in the page is there at once and goes on while another one is
 * tried. One that asks somebody else's servers is never even tried before the learner has agreed to it.
 */
export class EngineChoice {
  readonly offers: readonly EngineOffer[];
  /** Where the program runs now, or will at the first Run: "in the page". */
  readonly runsNow: ReadonlySignal<string>;
  readonly #options: EngineChoiceOptions;
  readonly #memory: EngineMemory;
  readonly #preference = signal<EnginePreference>("auto");
  readonly #notice = signal<EngineNotice | undefined>(undefined);
  readonly #failures = signal<ReadonlyMap<EngineKind, string>>(new Map());
  #trial: AbortController | undefined;
  #watched: Engine | undefined;

  constructor(options: EngineChoiceOptions) {
    this.#options = options;
    this.offers = options.offers;
    this.#memory = new EngineMemory(options.storage);
    const kept = this.#memory.preference;
    if (this.offers.some((offer) => offer.kind === kept)) this.#preference.value = kept;
    this.runsNow = computed(() => {
      const state = options.bench.engine.value;
      const kind = state.kind === "ready" ? state.engine : "inpage";
      return this.offers.find((offer) => offer.kind === kind)?.place ?? kind;
    });
  }

  get preference(): ReadonlySignal<EnginePreference> {
    return this.#preference;
  }

  /** How the search stands, or how it ended. */
  get notice(): ReadonlySignal<EngineNotice | undefined> {
    return this.#notice;
  }

  /** Why an engine cannot be had, in a sentence: known beforehand, or from the last try. */
  whyNot(offer: EngineOffer): string | undefined {
    return offer.obstacle() ?? this.#failures.value.get(offer.kind);
  }

  /** Does what was chosen at an earlier visit, unless there was a choice in this one already. */
  async restore(): Promise<void> {
    if (this.#trial === undefined) await this.#search();
  }

  /** Settles when the engine is there, or when it is known that it will not be. Never rejects. */
  async choose(preference: EnginePreference): Promise<void> {
    this.#preference.value = preference;
    this.#memory.keepPreference(preference);
    await this.#search();
  }

  /** The learner agrees that this engine asks somebody else's servers, for good. Settles as `choose`. */
  async agree(kind: EngineKind): Promise<void> {
    this.#memory.keepAgreement(kind);
    await this.#search();
  }

  /** The learner does not agree. What was chosen by name is not tried at the next visit either. */
  async decline(kind: EngineKind): Promise<void> {
    if (this.#preference.peek() === kind) await this.choose("auto");
    else this.dismissNotice();
  }

  dismissNotice(): void {
    this.#notice.value = undefined;
  }

  /** Another machine of the kind that runs the program now, for tests. Rejects as its boot does. */
  async bootAnother(): Promise<Engine> {
    const state = this.#options.bench.engine.peek();
    return this.#offer(state.kind === "ready" ? state.engine : "inpage").boot({ forTests: true });
  }

  async #search(): Promise<void> {
    this.#trial?.abort();
    const trial = new AbortController();
    this.#trial = trial;
    this.#notice.value = undefined;
    try {
      const found = await this.#firstOf(this.#candidates(), trial);
      if (found.kind === "engine") await this.#moveTo(found.engine, found.place);
      if (found.kind === "page") await this.#returnToPage(trial);
    } catch (error) {
      this.#tell(error);
    }
  }

  #tell(error: unknown): void {
    this.#notice.value = { text: messageOf(error) };
  }

  #candidates(): readonly EngineKind[] {
    const preference = this.#preference.peek();
    if (preference !== "auto") return [preference, "inpage"];
    return autoOrder(this.#options.runsOn, (kind) => this.#memory.hasAgreed(kind));
  }

  /** The first of them that can be had; the page's own needs no search. */
  async #firstOf(kinds: readonly EngineKind[], trial: AbortController): Promise<Found> {
    for (const kind of kinds) {
      if (kind === "inpage") break;
      const offer = this.offers.find((candidate) => candidate.kind === kind);
      if (offer === undefined) continue;
      if (this.#runsAlready(kind)) return { kind: "nothing to do" };
      const engine = await this.#try(offer, trial);
      if (this.#trial !== trial) {
        await engine?.teardown();
        return { kind: "nothing to do" };
      }
      if (engine !== undefined) return { kind: "engine", engine, place: offer.place };
    }
    return { kind: "page" };
  }

  /** `undefined`, with a notice that says why, when it cannot be had or is not agreed to yet. */
  async #try(offer: EngineOffer, trial: AbortController): Promise<Engine | undefined> {
    const obstacle = offer.obstacle();
    if (obstacle !== undefined) {
      this.#fail(offer, obstacle);
      return undefined;
    }
    if (offer.asks !== undefined && !this.#memory.hasAgreed(offer.kind)) {
      this.#notice.value = { text: offer.asks, agreeTo: offer };
      return undefined;
    }
    const say = (step: string) => {
      if (this.#trial === trial) this.#notice.value = { text: words.meanwhile(step) };
    };
    try {
      return await offer.boot({ signal: trial.signal, onStep: say });
    } catch (error) {
      if (this.#trial === trial) this.#fail(offer, messageOf(error));
      return undefined;
    }
  }

  #fail(offer: EngineOffer, reason: string): void {
    this.#failures.value = new Map(this.#failures.peek()).set(offer.kind, reason);
    this.#notice.value = { text: `${reason} ${this.#instead}` };
  }

  async #moveTo(engine: Engine, place: string): Promise<void> {
    const failures = new Map(this.#failures.peek());
    failures.delete(engine.kind);
    this.#failures.value = failures;
    this.#watch(engine);
    await this.#options.bench.changeEngine(engine);
    this.#notice.value = { text: words.runsFromNext(place) };
  }

  /** The page goes on when the machine is lost. */
  #watch(engine: Engine): void {
    this.#watched = engine;
    engine.on("lost", ({ reason }) => {
      if (this.#watched !== engine) return;
      this.#fail(this.#offer(engine.kind), words.storedThereIsGone(reason));
      this.#returnToPage(this.#trial).catch((error: unknown) => this.#tell(error));
    });
  }

  async #returnToPage(trial: AbortController | undefined): Promise<void> {
    const { bench, runsOn } = this.#options;
    this.#watched = undefined;
    if (!runsOn.includes("inpage") && this.#notice.peek() === undefined) {
      this.#notice.value = { text: this.#instead };
    }
    const state = bench.engine.peek();
    if (state.kind !== "ready" || state.engine === "inpage") return;
    const engine = await this.#offer("inpage").boot({});
    if (this.#trial === trial) await bench.changeEngine(engine);
    else await engine.teardown();
  }

  /** What becomes of the program when there is no other engine. */
  get #instead(): string {
    return this.#options.runsOn.includes("inpage") ? words.inPageInstead : words.needsRealNode;
  }

  #runsAlready(kind: EngineKind): boolean {
    const state = this.#options.bench.engine.peek();
    return kind !== "inpage" && state.kind === "ready" && state.engine === kind;
  }

  #offer(kind: EngineKind): EngineOffer {
    const offer = this.offers.find((candidate) => candidate.kind === kind);
    if (offer === undefined) throw new TypeError(`This page has no engine "${kind}".`);
    return offer;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
