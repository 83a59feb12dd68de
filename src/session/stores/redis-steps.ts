import { RedisFailure, type RedisLink, refusal } from "./redis-link.ts";
import type { StepScript } from "./redis-scripts.ts";

/** So many steps go as one command at most: the server does nothing else meanwhile. */
const GATHERED_AT_MOST = 64;

/** Some services shard behind one address, and refuse commands with keys of several shards. */
const IS_SHARDED = /\bCROSSSLOT\b/;

interface Step {
  readonly slot: string;
  readonly args: readonly string[];
  /** What the answer says: here, and not in a promise of its own. */
  readonly read: (answer: never) => unknown;
  readonly resolve: (said: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** How steps of one kind are sent. */
type Send = (steps: readonly Step[]) => Promise<unknown>;

/**
 * Steps on single slots, as requests ask for them, through a link. The steps of all requests that are served at one
 * moment go as one command, since most of what a step costs, here and at the server, is the command that it is sent
 * with. Each stays on its own: what becomes of one does not touch another.
 *
 * A step is sent once more when the connection was lost under it, so it must do no harm twice. One that then answers "0",
 * "not done", may have happened the first time: it rejects with the loss.
 */
export class RedisSteps {
  readonly #link: RedisLink;
  #mayGather: boolean;
  #isDue = false;
  readonly #gathered = new Map<Send, Step[]>();
  readonly #sendReads: Send = (steps) => this.#read(steps);
  readonly #sendRuns = new Map<StepScript, Send>();

  constructor(link: RedisLink) {
    this.#link = link;
    this.#mayGather = link.isOneServer;
  }

  /** What `read` makes of the slot's value. */
  read<T>(slot: string, read: (value: string | null) => T): Promise<T> {
    return this.#ask(this.#sendReads, slot, NO_ARGS, read);
  }

  /** What `read` makes of what the script answers for this slot. */
  run<T>(
    script: StepScript,
    slot: string,
    args: readonly string[],
    read: (answer: unknown) => T,
  ): Promise<T> {
    let send = this.#sendRuns.get(script);
    if (send === undefined) {
      send = (steps) => this.#run(script, steps);
      this.#sendRuns.set(script, send);
    }
    return this.#ask(send, slot, args, read);
  }

  #ask<T>(send: Send, slot: string, args: readonly string[], read: (answer: never) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const step: Step = { slot, args, read, resolve: resolve as Step["resolve"], reject };
      if (!this.#mayGather) {
        this.#send(send, [step]);
        return;
      }
      const others = this.#gathered.get(send);
      if (others === undefined) this.#gathered.set(send, [step]);
      else others.push(step);
      this.#sendSoon();
    });
  }

  /** When all that came in at this moment was looked at. */
  #sendSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => {
      this.#isDue = false;
      for (const [send, steps] of this.#gathered) {
        if (steps.length === 0) continue;
        this.#gathered.set(send, []);
        for (let at = 0; at < steps.length; at += GATHERED_AT_MOST) {
          this.#send(send, steps.length <= GATHERED_AT_MOST ? steps : steps.slice(at, at + GATHERED_AT_MOST));
        }
      }
    });
  }

  #send(send: Send, steps: readonly Step[]): void {
    send(steps).then(
      (answers) => settle(steps, answers),
      (error: unknown) => this.#failed(error, send, steps),
    );
  }

  #failed(error: unknown, send: Send, steps: readonly Step[]): void {
    if (error instanceof RedisFailure && error.wasLost) {
      send(steps).then(
        (answers) => settle(steps, answers, error),
        (again: unknown) => rejectAll(steps, again),
      );
    } else if (error instanceof RedisFailure && error.wasRefused && steps.length > 1) {
      // A command is refused whole, and before anything has happened: perhaps one of its steps was to blame.
      if (IS_SHARDED.test(error.message)) this.#mayGather = false;
      for (const step of steps) this.#send(send, [step]);
    } else rejectAll(steps, error);
  }

  #read(steps: readonly Step[]): Promise<unknown[]> {
    const [first] = steps;
    if (steps.length === 1 && first !== undefined) return this.#link.get(first.slot).then((value) => [value]);
    return this.#link.getAll(steps.map(({ slot }) => slot));
  }

  #run(script: StepScript, steps: readonly Step[]): Promise<unknown> {
    const keys: string[] = [];
    const args: string[] = [];
    for (const step of steps) {
      keys.push(step.slot, turnKey(step.slot));
      args.push(...step.args);
    }
    return this.#link.run(script, keys, args);
  }
}

const NO_ARGS: readonly string[] = [];

/** Where the turn of a slot stands: in the same hash slot of a Cluster. */
export function turnKey(slot: string): string {
  return `${slot}:turn`;
}

/** `lost`: what happened when they were sent for the first time. */
function settle(steps: readonly Step[], answers: unknown, lost?: RedisFailure): void {
  const list = typeof answers === "string" ? answers.split("\n") : (answers as unknown[]);
  for (let n = 0; n < steps.length; n += 1) {
    const step = steps[n];
    if (step !== undefined) settleOne(step, list[n], lost);
  }
  // The driver's command, which lives until old space is collected, has the list too.
  list.length = 0;
}

function settleOne(step: Step, answer: unknown, lost: RedisFailure | undefined): void {
  if (typeof answer === "string" && answer.startsWith("!")) step.reject(refusal(answer.slice(1)));
  else if (answer === "0" && lost !== undefined) step.reject(lost);
  else {
    try {
      step.resolve(step.read(answer as never));
    } catch (error) {
      step.reject(error);
    }
  }
}

function rejectAll(steps: readonly Step[], error: unknown): void {
  for (const { reject } of steps) reject(error);
}
