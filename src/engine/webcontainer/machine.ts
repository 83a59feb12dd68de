/**
 * The engine's half inside the container: a local engine whose verbs are called over the terminal. Runs in
 * Node, as the bundle `machine.mjs`, beside `preload.mjs` and the packages that programs may import.
 */
import { readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Engine, EngineEvents, EngineProcess } from "../engine.ts";
import { bootLocalEngine } from "../local/local-engine.ts";
import { LineReader, toLines } from "./lines.ts";
import { type Handler, Link } from "./link.ts";
import { type MachineVerbs, PACKAGES_FOLDER, PRELOAD_SCRIPT, READY } from "./machine-messages.ts";

const here = (file: string) => new URL(file, import.meta.url);

const engine = await bootLocalEngine({
  preload: here(PRELOAD_SCRIPT).href,
  linkPackages: async (folder) => {
    const packages = fileURLToPath(here(PACKAGES_FOLDER));
    const names = await readdir(packages);
    await Promise.all(names.map((name) => symlink(join(packages, name), join(folder, name), "junction")));
  },
});

const link = new Link({
  send: (message) => process.stdout.write(toLines("machine", message)),
  handlers: handlersOf(engine),
});
const reader = new LineReader("page", (message) => link.receive(message));

const events: readonly (keyof EngineEvents)[] = [
  "listening",
  "closed",
  "unresponsive",
  "responsive",
  "files",
  "diagnostic",
];
for (const name of events) engine.on(name, (value) => link.tell(name, value));

// A terminal would echo each line, and hold back long ones.
if (process.stdin.isTTY) process.stdin.setRawMode(true);
process.stdin.setEncoding("utf8");
process.stdin.on("data", (text: string) => reader.push(text));
process.stdin.once("end", () => engine.teardown().finally(() => process.exit()));
link.tell(READY, { nodeVersion: process.version });

function handlersOf(local: Engine): Readonly<Record<string, Handler>> {
  const processes = new Map<number, EngineProcess>();
  const verbs: { [Verb in keyof MachineVerbs]: (value: MachineVerbs[Verb], signal: AbortSignal) => unknown } =
    {
      mount: ({ files }) => local.mount(files),
      readFile: ({ path }) => local.fs.readFile(path),
      writeFile: ({ path, content }) => local.fs.writeFile(path, content),
      list: ({ folder }) => local.fs.list(folder),
      remove: ({ path }) => local.fs.remove(path),
      spawn: async ({ command, args, env }) => {
        const started = await local.spawn(command, args, { env });
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
        local.request(port, request, {
          signal,
          timeoutMs,
          ...(exchangeId === undefined ? {} : { exchangeId }),
        }),
      setClock: ({ offsetMs }) => local.setClock({ offsetMs }),
      teardown: () => local.teardown(),
    };
  return verbs as Readonly<Record<string, Handler>>;
}
