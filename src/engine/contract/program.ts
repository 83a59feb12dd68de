import type { HeaderPair, HttpResponse } from "../../web/http.ts";
import type { Engine, EngineEvents, EngineProcess, ExitStatus, FileTree } from "../engine.ts";

/** The port that the cases' servers listen on, unless they need more. */
export const PORT = 7148;

export const HOST_HEADER: HeaderPair = ["Host", `localhost:${PORT}`];

export interface FinishedProgram {
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as written. */
  readonly output: string;
  readonly status: ExitStatus;
}

/** Runs `main.js` (or `entry`) of `files` to its end. */
export async function runToEnd(
  engine: Engine,
  files: FileTree,
  entry = "main.js",
  env: Readonly<Record<string, string>> = {},
): Promise<FinishedProgram> {
  await engine.mount({ "package.json": '{ "type": "module" }', ...files });
  return finished(await engine.spawn("node", [entry], { env }));
}

/** Reads a process to its end. */
export async function finished(process: EngineProcess): Promise<FinishedProgram> {
  let stdout = "";
  let stderr = "";
  let output = "";
  for await (const chunk of chunks(process.output)) {
    output += chunk.text;
    if (chunk.stream === "stdout") stdout += chunk.text;
    else stderr += chunk.text;
  }
  return { stdout, stderr, output, status: await process.exit };
}

/** Reads until `part` has been written, then lets go of the reader. */
export async function outputUntil(process: EngineProcess, part: string): Promise<string> {
  const reader = process.output.getReader();
  let output = "";
  try {
    while (!output.includes(part)) {
      const { done, value } = await reader.read();
      if (done)
        throw new Error(`The program ended without writing ${JSON.stringify(part)}. It wrote: ${output}`);
      output += value.text;
    }
    return output;
  } finally {
    reader.releaseLock();
  }
}

/** Mounts and starts a server; settles when `port` is listened on, rejects with its output when it ends first. */
export async function startServer(
  engine: Engine,
  main: string,
  port = PORT,
  env: Readonly<Record<string, string>> = {},
): Promise<EngineProcess> {
  await engine.mount({ "package.json": '{ "type": "module" }', "main.js": main });
  return spawnServer(engine, "main.js", port, env);
}

/** As {@link startServer}, of what is mounted. */
export async function spawnServer(
  engine: Engine,
  entry: string,
  port = PORT,
  env: Readonly<Record<string, string>> = {},
): Promise<EngineProcess> {
  const listening = nextEvent(engine, "listening", (event) => event.port === port);
  const process = await engine.spawn("node", [entry], { env });
  const first = await Promise.race([listening, process.exit.then(() => undefined)]);
  if (first !== undefined) return process;
  const { output } = await finished(process);
  throw new Error(`The server ended before it listened on ${port}. It wrote: ${output}`);
}

/** The next event that `wanted` accepts. Ask before you cause it. */
export function nextEvent<K extends keyof EngineEvents>(
  engine: Engine,
  name: K,
  wanted: (event: EngineEvents[K]) => boolean = () => true,
): Promise<EngineEvents[K]> {
  return new Promise((resolve) => {
    const stop = engine.on(name, (event) => {
      if (!wanted(event)) return;
      stop();
      resolve(event);
    });
  });
}

export function get(engine: Engine, target: string, port = PORT): Promise<HttpResponse> {
  return engine.request(port, { method: "GET", target, headers: [["Host", `localhost:${port}`]] });
}

export async function getText(engine: Engine, target: string, port = PORT): Promise<string> {
  return bodyText(await get(engine, target, port));
}

/** All values of a header field, in order. */
export function fieldValues(headers: readonly HeaderPair[], name: string): string[] {
  return headers.filter(([field]) => field.toLowerCase() === name).map(([, value]) => value);
}

export async function bodyText(response: HttpResponse): Promise<string> {
  return new TextDecoder().decode(await bodyBytes(response));
}

export async function bodyBytes(response: HttpResponse): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks(response.body)) parts.push(chunk);
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}

/** A stream's chunks; not every browser iterates streams itself. */
export async function* chunks<T>(stream: ReadableStream<T>): AsyncGenerator<T, void, undefined> {
  const reader = stream.getReader();
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}
