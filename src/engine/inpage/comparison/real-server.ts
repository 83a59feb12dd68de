import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ComparedServer, PROGRAM_ENV, type WhenDone } from "./compared.ts";
import { rawExchange } from "./raw-http.ts";

/** A program of `programs/` on real Node, in an empty working folder of its own. */
export async function startRealServer(program: string, whenDone: WhenDone): Promise<ComparedServer> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "keepsake-comparison-"));
  const file = fileURLToPath(new URL(`programs/${program}`, import.meta.url));
  const child = spawn(process.execPath, [file], {
    cwd: folder,
    env: { ...PROGRAM_ENV, PORT: String(port) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += String(chunk);
  });
  const ended = once(child, "exit");
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  whenDone(async () => {
    kill();
    await ended;
    process.off("exit", kill);
    await rm(folder, { recursive: true, force: true });
  });
  const failure = ended.then(() => {
    throw new Error(`${program} ended on real Node:\n${stderr}`);
  });
  failure.catch(() => undefined);
  await Promise.race([accepting(port, child), failure]);
  return { exchange: (request) => Promise.race([rawExchange(port, request), failure]) };
}

/** Below the ports that the system gives out by itself, which somebody else may have a moment later. */
async function freePort(): Promise<number> {
  const port = 10_000 + randomInt(22_000);
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return freePort();
  }
  server.close();
  await once(server, "close");
  return port;
}

/** Settles when a connection is accepted; tries as long as the program lives. */
async function accepting(port: number, child: { readonly exitCode: number | null }): Promise<void> {
  while (child.exitCode === null) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: "127.0.0.1" }, () => {
        socket.destroy();
        resolve(true);
      });
      socket.on("error", () => setTimeout(resolve, 10, false));
    });
    if (isOpen) return;
  }
}
