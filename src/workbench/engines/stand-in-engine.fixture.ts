import type { Engine, EngineEvents, EngineKind } from "../../engine/engine.ts";
import { bootLocalEngine } from "../../engine/local/local-engine.ts";

/** A real engine under another kind's name, which a test can lose. */
export interface StandIn extends Engine {
  lose(reason: string): Promise<void>;
}

export async function standIn(kind: EngineKind): Promise<StandIn> {
  const engine = await bootLocalEngine();
  const lostListeners = new Set<(event: EngineEvents["lost"]) => void>();
  return {
    kind,
    fs: engine.fs,
    mount: (files) => engine.mount(files),
    spawn: (command, args, options) => engine.spawn(command, args, options),
    on: (event, listener) => {
      if (event === "lost") lostListeners.add(listener as (lost: EngineEvents["lost"]) => void);
      return engine.on(event, listener);
    },
    listening: () => engine.listening(),
    request: (port, request, options) => engine.request(port, request, options),
    setClock: (clock) => engine.setClock(clock),
    teardown: () => engine.teardown(),
    lose: async (reason) => {
      for (const listener of lostListeners) listener({ reason });
      await engine.teardown();
    },
  };
}
