import { type ReadonlySignal, signal } from "@preact/signals";
import type { Engine, EngineEvents } from "../../engine/engine.ts";

type Message = EngineEvents["diagnostic"]["message"];

const REDIS_CHANNEL = "keepsake:redis";

/**
 * What each Redis of the page's machine has said last of what it holds. Kept from the start on, for a viewer that is
 * opened later; what a server said goes when it gives its port back. The messages come from a program, so who shows
 * them checks their shape.
 */
export class RedisMessages {
  readonly #last = signal<ReadonlyMap<number, Message>>(new Map());

  /** By process id. */
  get last(): ReadonlySignal<ReadonlyMap<number, Message>> {
    return this.#last;
  }

  /** Listens to this machine from now on, and forgets the one before. */
  follow(engine: Engine): void {
    this.#last.value = new Map();
    engine.on("diagnostic", ({ pid, channel, message }) => {
      if (channel === REDIS_CHANNEL) this.#last.value = new Map(this.#last.peek()).set(pid, message);
    });
    engine.on("closed", ({ pid }) => {
      if (!this.#last.peek().has(pid)) return;
      const left = new Map(this.#last.peek());
      left.delete(pid);
      this.#last.value = left;
    });
  }
}
