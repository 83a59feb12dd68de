import { type ReadonlySignal, signal } from "@preact/signals";
import { type ContractCase, contractAssert, engineContract } from "../../engine/contract.ts";
import { type Deviation, writtenBy } from "../../engine/deviations/deviation.ts";
import { nodeDeviations } from "../../engine/deviations/node-deviations.ts";
import type { Engine } from "../../engine/engine.ts";
import * as words from "../../words/en/engine-report.ts";
import type { EngineOffer } from "../engines/engine-offer.ts";

/** A step of a boot that has ended. */
export interface TimedStep {
  /** "Loading the engine". */
  readonly text: string;
  readonly durationMs: number;
}

/** One case of the contract, or one deviation that a program shows. */
export interface TrialResult {
  readonly name: string;
  /** What is wrong, in a sentence; absent when it is as it should be. */
  readonly failure?: string;
  readonly durationMs: number;
}

export type TrialState =
  | { readonly kind: "none" }
  /** `step` is what is under way. */
  | { readonly kind: "running"; readonly step: string }
  | { readonly kind: "done" }
  /** It could not be booted; `message` says why. */
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "stopped" };

/** A case that hangs fails then; the longest one waits for the watchdog. */
const CASE_LIMIT_MS = 30_000;

/** Boots one engine and tries all it promises: the contract, and the deviations that are on the list. */
export class EngineTrial {
  readonly offer: EngineOffer;
  readonly #cases: readonly ContractCase[];
  readonly #state = signal<TrialState>({ kind: "none" });
  readonly #steps = signal<readonly TimedStep[]>([]);
  readonly #contract = signal<readonly TrialResult[]>([]);
  readonly #deviations = signal<readonly TrialResult[]>([]);
  #run: AbortController | undefined;

  constructor(offer: EngineOffer, cases: readonly ContractCase[] = engineContract) {
    this.offer = offer;
    this.#cases = cases;
  }

  get state(): ReadonlySignal<TrialState> {
    return this.#state;
  }

  get steps(): ReadonlySignal<readonly TimedStep[]> {
    return this.#steps;
  }

  get contract(): ReadonlySignal<readonly TrialResult[]> {
    return this.#contract;
  }

  get deviations(): ReadonlySignal<readonly TrialResult[]> {
    return this.#deviations;
  }

  /** Cases of the contract in all. */
  get caseCount(): number {
    return this.#cases.length;
  }

  /** Deviations of this engine that a program shows. */
  get shownDeviations(): readonly Deviation[] {
    return nodeDeviations.filter(
      ({ engines, proof }) => engines.includes(this.offer.kind) && proof.kind === "program",
    );
  }

  /** Settles when all has been tried, or cannot be. A trial under way is given up. Never rejects. */
  async start(): Promise<void> {
    this.#run?.abort();
    const run = new AbortController();
    this.#run = run;
    this.#steps.value = [];
    this.#contract.value = [];
    this.#deviations.value = [];
    this.#state.value = { kind: "running", step: words.starting };
    try {
      const first = await this.#boot(run.signal, true);
      await this.#tryDeviations(first, run.signal).finally(() => first.teardown());
      for (const contractCase of this.#cases) {
        this.#say(run.signal, words.tryingContract(contractCase.name));
        const engine = await this.#boot(run.signal, false);
        const result = await timed(contractCase.name, contractCase.run(engine, contractAssert));
        await engine.teardown();
        this.#add(run.signal, this.#contract, result);
      }
      if (!run.signal.aborted) this.#state.value = { kind: "done" };
    } catch (error) {
      if (!run.signal.aborted) this.#state.value = { kind: "failed", message: messageOf(error) };
    }
  }

  /** Gives the trial up. What is known by then stays. */
  stop(): void {
    if (this.#state.peek().kind !== "running") return;
    this.#run?.abort();
    this.#state.value = { kind: "stopped" };
  }

  async #boot(signal: AbortSignal, timeSteps: boolean): Promise<Engine> {
    signal.throwIfAborted();
    let open: { text: string; sinceMs: number } | undefined;
    const close = () => {
      if (open === undefined || !timeSteps) return;
      this.#steps.value = [
        ...this.#steps.peek(),
        { text: open.text, durationMs: performance.now() - open.sinceMs },
      ];
    };
    const onStep = (text: string) => {
      close();
      open = { text, sinceMs: performance.now() };
      if (timeSteps) this.#say(signal, text);
    };
    const engine = await this.offer.boot({ signal, onStep });
    if (!signal.aborted) return engine;
    await engine.teardown();
    throw signal.reason;
  }

  async #tryDeviations(engine: Engine, signal: AbortSignal): Promise<void> {
    for (const { text, proof } of this.shownDeviations) {
      signal.throwIfAborted();
      this.#say(signal, words.tryingDeviation(text));
      if (proof.kind !== "program") continue;
      const shown = writtenBy(engine, proof.program).then((written) => {
        if (written === proof.here) return;
        throw new Error(
          written === proof.node
            ? "It does as real Node does: take it off the list."
            : `It wrote ${JSON.stringify(written.slice(0, 300))} instead of ${JSON.stringify(proof.here)}.`,
        );
      });
      this.#add(signal, this.#deviations, await timed(text, shown));
    }
  }

  #say(signal: AbortSignal, step: string): void {
    if (!signal.aborted) this.#state.value = { kind: "running", step };
  }

  #add(
    signal: AbortSignal,
    list: { value: readonly TrialResult[]; peek(): readonly TrialResult[] },
    result: TrialResult,
  ): void {
    if (!signal.aborted) list.value = [...list.peek(), result];
  }
}

async function timed(name: string, trial: Promise<unknown>): Promise<TrialResult> {
  const startedMs = performance.now();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(words.nothingCame(CASE_LIMIT_MS / 1000))),
    CASE_LIMIT_MS,
  );
  const failure = await Promise.race([trial, late.promise]).then(() => undefined, messageOf);
  clearTimeout(timer);
  const durationMs = performance.now() - startedMs;
  return failure === undefined ? { name, durationMs } : { name, failure, durationMs };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
