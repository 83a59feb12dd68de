import type { Engine, EngineKind } from "../../engine/engine.ts";

/** One engine that a page may have, as the choice, the bench and the report page know it. */
export interface EngineOffer {
  readonly kind: EngineKind;
  /** Ends the sentence "Your program runs …": "in the page". */
  readonly place: string;
  /** What it is, in a sentence or two. */
  readonly about: string;
  /**
   * What it asks of whom, in a sentence. There only when it asks somebody else's servers: then it is not
   * booted before the learner has agreed to it.
   */
  readonly asks?: string;
  /** Why it cannot be had now, in a sentence; `undefined` when it may be tried. Cheap, and asks nobody. */
  obstacle(): string | undefined;
  /** Rejects with a sentence that says why not, and then leaves nothing behind. */
  boot(options: EngineBootOptions): Promise<Engine>;
}

export interface EngineBootOptions {
  readonly signal?: AbortSignal;
  /** A machine for tests, which shares no files with anybody. */
  readonly forTests?: boolean;
  /** Is told each step as a sentence without its full stop: "Loading the engine". */
  readonly onStep?: (step: string) => void;
}
