import { type ReadonlySignal, signal } from "@preact/signals";
import type { Engine } from "../engine/engine.ts";
import type { Bench } from "./bench.ts";

/** The engines that a learner can choose from in the page. */
export type ChosenEngine = "inpage" | "webcontainer";

export interface EngineChoiceOptions {
  readonly bench: Bench;
  readonly bootInpage: () => Promise<Engine>;
  /** Rejects with a sentence that says why not. */
  readonly bootWebContainer: (signal: AbortSignal) => Promise<Engine>;
  /** Keeps the choice between visits; a storage that throws is one that keeps nothing. */
  readonly storage: () => Pick<Storage, "getItem" | "setItem">;
}

const KEY = "keepsake:engine";

/**
 * Which engine runs the learner's program. The one in the page is the default, and goes on while a WebContainer is
 * tried, which asks another company's servers: so it is never tried unless it was chosen.
 */
export class EngineChoice {
  readonly #options: EngineChoiceOptions;
  readonly #chosen = signal<ChosenEngine>("inpage");
  readonly #notice = signal<string | undefined>(undefined);
  #trial: AbortController | undefined;

  constructor(options: EngineChoiceOptions) {
    this.#options = options;
  }

  get chosen(): ReadonlySignal<ChosenEngine> {
    return this.#chosen;
  }

  /** How the trial stands, or how it ended, in a sentence. */
  get notice(): ReadonlySignal<string | undefined> {
    return this.#notice;
  }

  /** Does what was chosen at an earlier visit. */
  async restore(): Promise<void> {
    if (this.#kept() === "webcontainer") await this.choose("webcontainer");
  }

  /** Settles when the engine is there, or when it is known that it will not be. Never rejects. */
  async choose(engine: ChosenEngine): Promise<void> {
    this.#trial?.abort();
    this.#trial = undefined;
    this.#chosen.value = engine;
    this.#keep(engine);
    await (engine === "inpage" ? this.#returnToPage() : this.#tryWebContainer());
  }

  dismissNotice(): void {
    this.#notice.value = undefined;
  }

  async #tryWebContainer(): Promise<void> {
    const { bench, bootWebContainer } = this.#options;
    const trial = new AbortController();
    this.#trial = trial;
    this.#notice.value = "Trying WebContainer. Meanwhile your program runs in the page.";
    const { bootAuto } = await import("../engine/webcontainer/fallback.ts");
    try {
      const { better } = await bootAuto({
        prefer: "webcontainer",
        bootInpage: () => bench.machine(),
        bootWebContainer,
        signal: trial.signal,
      });
      const found = await better;
      if (this.#trial !== trial) {
        if (found.kind === "ready") await found.engine.teardown();
        return;
      }
      if (found.kind === "unavailable") {
        this.#chosen.value = "inpage";
        this.#notice.value = `${found.reason} Your program runs in the page instead.`;
        return;
      }
      await bench.changeEngine(found.engine);
      this.#notice.value = "Your program runs in a WebContainer from the next Run on.";
    } catch (error) {
      this.#notice.value = error instanceof Error ? error.message : String(error);
    }
  }

  async #returnToPage(): Promise<void> {
    const { bench, bootInpage } = this.#options;
    this.#notice.value = undefined;
    const state = bench.engine.peek();
    if (state.kind !== "ready" || state.engine !== "webcontainer") return;
    await bootInpage().then(
      (engine) => bench.changeEngine(engine),
      (error: unknown) => {
        this.#notice.value = error instanceof Error ? error.message : String(error);
      },
    );
  }

  #kept(): string | null {
    try {
      return this.#options.storage().getItem(KEY);
    } catch {
      return null;
    }
  }

  #keep(engine: ChosenEngine): void {
    try {
      this.#options.storage().setItem(KEY, engine);
    } catch {
      // Then the choice holds for this visit.
    }
  }
}
