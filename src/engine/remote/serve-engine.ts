import type { Engine, EngineEvents, EngineProcess } from "../engine.ts";
import type { EngineVerbs } from "./engine-verbs.ts";
import type { Handler, Link } from "./link.ts";

/** The engine's verbs, for the link through which another side uses it. */
export function engineHandlers(engine: Engine): Readonly<Record<string, Handler>> {
  const processes = new Map<number, EngineProcess>();
  const verbs: { [Verb in keyof EngineVerbs]: (value: EngineVerbs[Verb], signal: AbortSignal) => unknown } = {
    mount: ({ files }) => engine.mount(files),
    readFile: ({ path }) => engine.fs.readFile(path),
    writeFile: ({ path, content }) => engine.fs.writeFile(path, content),
    list: ({ folder }) => engine.fs.list(folder),
    remove: ({ path }) => engine.fs.remove(path),
    spawn: async ({ command, args, env }) => {
      const started = await engine.spawn(command, args, { env });
      processes.set(started.pid, started);
      return { pid: started.pid, output: started.output };
    },
    exit: async ({ pid }) => {
      const status = await processes.get(pid)?.exit;
      processes.delete(pid);
      return status;
    },
    kill: ({ pid }) => processes.get(pid)?.kill(),
    request: ({ port, request, timeoutMs, exchangeId }, signal) =>
      engine.request(port, request, {
        signal,
        timeoutMs,
        ...(exchangeId === undefined ? {} : { exchangeId }),
      }),
    setClock: ({ offsetMs }) => engine.setClock({ offsetMs }),
    ping: () => undefined,
    teardown: () => engine.teardown(),
  };
  return verbs as Readonly<Record<string, Handler>>;
}

const EVENTS: readonly (keyof EngineEvents)[] = [
  "listening",
  "closed",
  "unresponsive",
  "responsive",
  "files",
  "diagnostic",
  "lost",
];

/** Tells the other side all that happens in the engine, until its teardown. */
export function tellEvents(engine: Engine, link: Link): void {
  for (const name of EVENTS) engine.on(name, (value) => link.tell(name, value));
}
