import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT } from "../trial-sandbox.ts";
import type { TrialPlaces } from "./hand-in.ts";

/** What a grading machine has that no hand-in may get at. */
export interface TrialHost {
  readonly places: TrialPlaces;
  /** Connections that came to its servers. */
  readonly visits: () => number;
  /** Files that hand-ins have left on the real disk. */
  escapedFiles(): string[];
  close(): Promise<void>;
}

/** What tools keep beside the packages, in folders whose names begin with a dot and in others. */
const KEPT_AMONG_PACKAGES = [
  ".keepsake-trial/kept.json",
  "keepsake-trial/kept.json",
  "keepsake-trial.json",
].map((path) => path.replace("trial", `trial-${process.pid}`));

/**
 * Opens servers, writes a secret for everyone to read and puts it into the environment too. `solution`: a piece of one
 * that nothing may show.
 */
export async function openTrialHost(solution: string): Promise<TrialHost> {
  const folder = await mkdtemp(join(tmpdir(), "keepsake-trial-"));
  await chmod(folder, 0o755);
  const secret = `secret-${randomUUID()}`;
  const [file, socket] = [join(folder, "another-learner.ts"), join(folder, "socket")];
  await writeFile(file, secret, { mode: 0o644 });
  process.env["KEEPSAKE_TRIAL_SECRET"] = secret;
  const kept = KEPT_AMONG_PACKAGES.map((path) => join(ROOT, "node_modules", path));
  for (const path of kept) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, JSON.stringify({ secret }));
  }
  let visits = 0;
  const servers = await Promise.all([{ port: 0, host: "127.0.0.1" }, { path: socket }].map(open));
  for (const server of servers) {
    server.on("connection", () => {
      visits += 1;
    });
  }
  await chmod(socket, 0o777);
  const address = servers[0]?.address();
  return {
    places: {
      SECRET: secret,
      SECRET_FILE: file,
      HOST_PORT: String(typeof address === "object" ? address?.port : 0),
      HOST_SOCKET: socket,
      HOST_REPOSITORY: ROOT.replace(/\/$/, ""),
      SOLUTION_BASE64: Buffer.from(solution).toString("base64"),
      SECRET_BASE64: Buffer.from(secret).toString("base64"),
    },
    visits: () => visits,
    escapedFiles: () =>
      ["/", "/tmp", "/dev/shm", "/var/tmp", "/home", ROOT]
        .map((place) => join(place, "escaped"))
        .filter((path) => existsSync(path)),
    close: async () => {
      delete process.env["KEEPSAKE_TRIAL_SECRET"];
      await Promise.all(servers.map((server) => once(server.close(), "close")));
      await rm(folder, { recursive: true });
      for (const path of kept) {
        await rm(path, { force: true });
        if (dirname(path) !== join(ROOT, "node_modules"))
          await rm(dirname(path), { recursive: true, force: true });
      }
    },
  };
}

async function open(where: object): Promise<Server> {
  const server = createServer((_request, response) => response.end("hello")).listen(where);
  await once(server, "listening");
  return server;
}

/** A hand-in's source with the words for the host's places put in. */
export function placed(server: string, places: TrialPlaces): string {
  return server.replace(
    /\b(SECRET_FILE|SECRET|HOST_PORT|HOST_SOCKET|HOST_REPOSITORY|SOLUTION_BASE64|SECRET_BASE64)\b/g,
    (word) => places[word as keyof TrialPlaces],
  );
}

/**
 * Processes that descend from this one, beyond the waiting host of the tests: bubblewrap around bubblewrap, and Node in
 * it. For messages: as command lines.
 */
export function leftRunning(): string[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? read(`/proc/${name}/stat`) : undefined;
    if (stat !== undefined) parents.set(Number(name), Number(stat.split(") ").at(-1)?.split(" ")[1]));
  }
  const depth = (pid: number): number => {
    const parent = parents.get(pid);
    if (parent === process.pid) return 1;
    return parent === undefined || parent === 0 ? Number.NEGATIVE_INFINITY : 1 + depth(parent);
  };
  const below = [...parents.keys()].filter((pid) => depth(pid) > 0);
  const host = new Set<number>();
  const childOf = (pid: number, words: string) =>
    below.find((child) => parents.get(child) === pid && commandLine(child).startsWith(words));
  for (let pid: number | undefined = process.pid; pid !== undefined; ) {
    const tests: number | undefined = childOf(pid, "/keepsake/node --max");
    const next: number | undefined = tests ?? childOf(pid, "/usr/bin/bwrap");
    if (next !== undefined) host.add(next);
    pid = tests === undefined ? next : undefined;
  }
  return below
    .filter((pid) => !host.has(pid))
    .map(commandLine)
    .filter((line) => line !== "");
}

function commandLine(pid: number): string {
  return (read(`/proc/${pid}/cmdline`) ?? "").replaceAll("\0", " ");
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
