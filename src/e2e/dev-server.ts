import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("../cli/serve-site.ts", import.meta.url));

export interface DevServer {
  /** "http://localhost:40123" */
  readonly origin: string;
  readonly pid: number;
  /** Settles when it has ended. */
  close(): Promise<void>;
}

/** `npm run dev` on a free port; its folder `work` lies in `workRoot`. */
export async function startDevServer(workRoot: string): Promise<DevServer> {
  // As a shell has it: a test runner's own settings make Astro another one.
  const inherited = Object.entries(process.env).filter(
    ([name]) => name !== "NODE_ENV" && !name.startsWith("VITE"),
  );
  const child = spawn(process.execPath, [script, "dev", "--port", String(await freePort())], {
    env: { ...Object.fromEntries(inherited), KEEPSAKE_WORK_ROOT: workRoot },
  });
  const ended = once(child, "exit");
  let output = "";
  const origin = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      const address = /http:\/\/localhost:\d+/.exec(output)?.[0];
      if (address !== undefined) resolve(address);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", (code) => reject(new Error(`It ended with ${code}:\n${output}`)));
  });
  return {
    origin,
    pid: child.pid ?? 0,
    close: async () => {
      child.kill();
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, "localhost"), "listening");
  const address = server.address();
  await once(server.close(), "close");
  if (address === null || typeof address === "string") throw new Error("A TCP server has a port.");
  return address.port;
}
