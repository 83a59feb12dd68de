import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { freePort } from "../session/trial-servers/server-process.ts";

const script = fileURLToPath(new URL("../cli/serve-site.ts", import.meta.url));

/** As a shell has it: a test runner's own settings make Astro another one. */
const shellEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => name !== "NODE_ENV" && !name.startsWith("VITE")),
);

/** `npm run dev` or `npm run preview` on a free port. */
export async function startSite(
  mode: "dev" | "preview",
  more: Readonly<Record<string, string>> = {},
): Promise<ChildProcessWithoutNullStreams> {
  return spawn(process.execPath, [script, mode, "--port", String(await freePort())], {
    env: { ...shellEnvironment, ...more },
  });
}

/** What it says, which goes on growing, and the first address in it. Rejects when it ends before. */
export async function whatItSays(
  child: ChildProcessWithoutNullStreams,
): Promise<{ readonly origin: string; output(): string }> {
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
  return { origin, output: () => output };
}

export interface DevServer {
  /** "http://localhost:40123" */
  readonly origin: string;
  readonly pid: number;
  /** Settles when it has ended. */
  close(): Promise<void>;
}

/** `npm run dev` on a free port; its folder `work` lies in `workRoot`. */
export async function startDevServer(workRoot: string): Promise<DevServer> {
  const child = await startSite("dev", { KEEPSAKE_WORK_ROOT: workRoot });
  const ended = once(child, "exit");
  const { origin } = await whatItSays(child);
  return {
    origin,
    pid: child.pid ?? 0,
    close: async () => {
      child.kill();
      await ended;
    },
  };
}
