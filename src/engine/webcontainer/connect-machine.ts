import { EngineError, type EngineEvents } from "../engine.ts";
import { Link } from "../remote/link.ts";
import { RemoteEngine } from "../remote/remote-engine.ts";
import type { Container, FileSystemTree } from "./container-api.ts";
import { LineReader, toLines } from "./lines.ts";
import { MACHINE_FOLDER, MACHINE_SCRIPT, READY } from "./machine-messages.ts";

/** Lines of the machine's own output that a message about its end quotes. */
const LAST_LINES = 3;

/**
 * Puts the engine's own files into the container, starts the machine there and waits until it can be asked.
 * Rejects with code "boot-failed" when it ends instead. The caller minds the clock.
 */
export async function connectMachine(container: Container, files: FileSystemTree): Promise<RemoteEngine> {
  await container.mount({ [MACHINE_FOLDER]: { directory: files } });
  const script = `${MACHINE_FOLDER}/${MACHINE_SCRIPT}`;
  const started = await container.spawn("node", ["--no-warnings", script], {
    env: { TMPDIR: `${container.workdir}/${MACHINE_FOLDER}` },
    terminal: { cols: 10_000, rows: 24 },
  });
  const input = started.input.getWriter();
  const ready = Promise.withResolvers<void>();
  const said: string[] = [];
  const link: Link = new Link({
    // A container that is gone takes no input; whoever waits is told by `link.close`.
    send: (message) => void input.write(toLines("page", message)).catch(() => {}),
    handlers: {},
    onEvent: (name, value) => {
      if (name === READY) ready.resolve();
      else engine.receive(name as keyof EngineEvents, value as EngineEvents[keyof EngineEvents]);
    },
  });
  const engine = new RemoteEngine("webcontainer", {
    link,
    end: () => {
      started.kill();
      container.teardown();
    },
  });
  const reader = new LineReader(
    "machine",
    (message) => link.receive(message),
    (line) => {
      said.push(line);
      said.splice(0, said.length - LAST_LINES);
    },
  );
  const gone = (why: string) => {
    const words = said.join(" ").trim();
    const error = new EngineError("boot-failed", words === "" ? why : `${why} It said: ${words}`);
    ready.reject(error);
    link.close(error);
  };
  void readAll(started.output, (text) => reader.push(text)).catch(() => {});
  started.exit.then(
    (code) => gone(`The engine's program in the container ended with code ${code}.`),
    () => gone("The engine's program in the container was lost."),
  );
  await ready.promise;
  return engine;
}

async function readAll(stream: ReadableStream<string>, take: (text: string) => void): Promise<void> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    take(value);
  }
}
