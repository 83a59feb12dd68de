import { Worker } from "node:worker_threads";
import { bundledPackages } from "../package-list.ts";
import { type ComparedResponse, type ComparedServer, PROGRAM_ENV, type WhenDone } from "./compared.ts";

const PACKAGES = bundledPackages.map(({ name }) => name);

type Message = { id: number; response: ComparedResponse } | { started: true } | { failed: string };

/** A program of `programs/` on the engine's built-ins, without a page: see memory-process.ts. */
export async function startMemoryServer(program: string, whenDone: WhenDone): Promise<ComparedServer> {
  const worker = new Worker(new URL("memory-process.ts", import.meta.url), {
    workerData: { program, env: { ...PROGRAM_ENV, PORT: "3000" }, packages: PACKAGES },
  });
  whenDone(async () => {
    await worker.terminate();
  });
  const waiting = new Map<number, (response: ComparedResponse) => void>();
  let lastId = 0;
  const crashed = new Promise<never>((_resolve, reject) => {
    worker.on("error", reject);
  });
  crashed.catch(() => undefined);
  const started = new Promise<void>((resolve, reject) => {
    worker.on("message", (message: Message) => {
      if ("failed" in message) reject(new Error(`${program} does not start: ${message.failed}`));
      else if ("started" in message) resolve();
      else {
        waiting.get(message.id)?.(message.response);
        waiting.delete(message.id);
      }
    });
  });
  await Promise.race([started, crashed]);
  return {
    exchange: (request) => {
      const answered = new Promise<ComparedResponse>((resolve) => {
        waiting.set(++lastId, resolve);
        worker.postMessage({ id: lastId, request });
      });
      return Promise.race([answered, crashed]);
    },
  };
}
