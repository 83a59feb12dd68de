import { once } from "node:events";
import { createServer } from "node:http";
import { WebSocket } from "ws";
import { getText, spawnServer } from "../engine/contract/program.ts";
import { connectMachine } from "../engine/local/dev/connect-machine.ts";
import { serveMachines } from "../engine/local/dev/machine-socket.ts";

export interface LocalBench {
  /** Milliseconds from an edit to the first answer of the program that was started on it. */
  edit(): Promise<number>;
  close(): Promise<void>;
}

/** The files on a local engine behind a real WebSocket, as the dev server's page has it. `entry` serves `path`. */
export async function openLocalBench(
  files: Readonly<Record<string, string>>,
  entry: string,
  path: string,
): Promise<LocalBench> {
  const token = "bench";
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const end = serveMachines({ server, gate: () => ({ port, token }) });
  const origin = `http://localhost:${port}`;
  const engine = await connectMachine({
    origin,
    token,
    openSocket: (url, protocols) =>
      new WebSocket(url, protocols, { origin }) as unknown as globalThis.WebSocket,
  });
  await engine.mount(files);
  let running = await spawnServer(engine, entry);
  await getText(engine, path);
  let edits = 0;
  return {
    async edit() {
      edits += 1;
      const started = performance.now();
      await engine.fs.writeFile(entry, `${files[entry] ?? ""}\n// ${edits}\n`);
      await running.kill();
      running = await spawnServer(engine, entry);
      await getText(engine, path);
      return performance.now() - started;
    },
    async close() {
      await engine.teardown();
      await end();
      await once(server.close(), "close");
    },
  };
}
