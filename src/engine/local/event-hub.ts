import type { EngineEvents } from "../engine.ts";

type Listeners = { [K in keyof EngineEvents]: Set<(event: EngineEvents[K]) => void> };

/** Who wants to hear of what in one engine. */
export class EngineEventHub {
  readonly #listeners: Listeners = {
    listening: new Set(),
    closed: new Set(),
    unresponsive: new Set(),
    responsive: new Set(),
    files: new Set(),
    diagnostic: new Set(),
    lost: new Set(),
  };

  on<K extends keyof EngineEvents>(event: K, listener: (event: EngineEvents[K]) => void): () => void {
    // Each call is a subscription of its own, also of a listener that is there already.
    const subscription = (value: EngineEvents[K]) => listener(value);
    this.#listeners[event].add(subscription);
    return () => this.#listeners[event].delete(subscription);
  }

  emit<K extends keyof EngineEvents>(event: K, value: EngineEvents[K]): void {
    for (const listener of [...this.#listeners[event]]) listener(value);
  }

  clear(): void {
    for (const listeners of Object.values(this.#listeners)) listeners.clear();
  }
}
