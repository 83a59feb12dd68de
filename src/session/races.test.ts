import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FileStore } from "./stores/file-store.ts";
import { MemoryStore } from "./stores/memory-store.ts";
import { trialApp } from "./trial-app.ts";
import { TrialClient } from "./trial-client.ts";

/** Servers that share one store; requests go to them in turn. */
interface Servers {
  readonly addresses: readonly string[];
  close(): Promise<void>;
}

async function inProcess(kind: "memory" | "file"): Promise<Servers> {
  const folder = await mkdtemp(join(tmpdir(), "keepsake-races-"));
  const store = kind === "memory" ? new MemoryStore() : new FileStore({ folder });
  const server = trialApp({ store, turnWaitMs: 30_000 }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    addresses: [`http://127.0.0.1:${(server.address() as AddressInfo).port}`],
    close: async () => {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startProgram(folder: string): Promise<{ child: ChildProcess; address: string }> {
  const program = fileURLToPath(new URL("trial-program.ts", import.meta.url));
  const child = spawn(process.execPath, [program, folder], { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = (await once(child.stdout, "data")) as [Buffer];
  return { child, address: `http://127.0.0.1:${port.toString().trim()}` };
}

async function twoProcesses(): Promise<Servers> {
  const folder = await mkdtemp(join(tmpdir(), "keepsake-races-"));
  const programs = await Promise.all([startProgram(folder), startProgram(folder)]);
  return {
    addresses: programs.map(({ address }) => address),
    close: async () => {
      for (const { child } of programs) {
        child.kill();
        await once(child, "exit");
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

describe.each([
  ["memory", () => inProcess("memory")],
  ["file", () => inProcess("file")],
  ["file, two processes", twoProcesses],
])("races on one session (%s)", (_name, start) => {
  let servers: Servers;
  let client: TrialClient;
  let asked = 0;

  beforeAll(async () => {
    servers = await start();
  });
  afterAll(() => servers.close());
  beforeEach(async () => {
    client = new TrialClient();
    await client.get(at("/set/here/yes"));
  });

  function at(path: string): string {
    asked += 1;
    return `${servers.addresses[asked % servers.addresses.length]}${path}`;
  }

  async function all(): Promise<Record<string, unknown>> {
    return (await client.get(at("/all"))).json() as Record<string, unknown>;
  }

  const times = <T>(count: number, one: (n: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, n) => one(n)));

  it("keeps 100 of 100 parallel adds with the chapter's own read-change-write code", async () => {
    const answers = await times(100, () => client.post(at("/cart/add")));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 100 }, () => 201));
    expect((await all())["cart"]).toHaveLength(100);
  });

  it("keeps 100 of 100 parallel increments, also in GET", async () => {
    await times(100, () => client.get(at("/increment")));
    expect((await all())["n"]).toBe(100);
  });

  it("keeps 50 of 50 parallel updates, also in GET", async () => {
    await times(50, () => client.get(at("/update")));
    expect((await all())["list"]).toHaveLength(50);
  });

  it("keeps 10 parallel writes to 10 different keys", async () => {
    await times(10, (n) => client.get(at(`/set/key${n}/${n}`)));
    expect(Object.keys(await all())).toHaveLength(11);
  });

  it("is logged out when it logs out while other requests write", async () => {
    const { cookie } = client;
    const other = new TrialClient(cookie);
    await Promise.all([
      times(10, () => other.get(at("/increment"))),
      client.post(at("/logout")),
      times(10, () => new TrialClient(cookie).get(at("/set/late/write"))),
    ]);
    expect(client.cookie).toBeUndefined();
    expect((await new TrialClient(cookie).get(at("/all"))).json()).toEqual({});
  });

  it("check 43: gives a flash to exactly one of 50 parallel readers", async () => {
    await client.post(at("/flash"));
    const answers = await times(50, () => client.get(at("/flash")));
    const messages = answers.map((answer) => (answer.json() as { message: unknown }).message);
    expect(messages.filter((message) => message !== null)).toEqual(["once"]);
  });

  it("keeps a flash that a request loaded and did not read", async () => {
    await client.post(at("/flash"));
    await times(5, () => client.get(at("/flash/ignored")));
    expect((await client.get(at("/flash"))).json()).toEqual({ message: "once" });
    expect((await client.get(at("/flash"))).json()).toEqual({ message: null });
  });

  it("reads its own write when it follows a redirect at once", async () => {
    for (let n = 0; n < 20; n += 1) {
      await client.post(at("/flash"));
      expect((await client.get(at("/flash"))).json()).toEqual({ message: "once" });
    }
  });

  it("gives the old id nothing during and after a rotation", async () => {
    const { cookie } = client;
    const late = new TrialClient(cookie);
    const [login] = await Promise.all([
      client.post(at("/login")),
      times(5, () => late.get(at("/increment"))),
    ]);
    expect(login.status).toBe(200);
    expect(client.cookie).not.toBe(cookie);
    const read = await new TrialClient(cookie).get(at("/all"));
    expect([read.status, read.json(), read.setCookies]).toEqual([200, {}, []]);
    const write = await new TrialClient(cookie).post(at("/cart/add"));
    expect([write.status, write.setCookies]).toEqual([409, []]);
    expect(await all()).toMatchObject({ here: "yes", user: "Alice" });
  });
});

async function recordsIn(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
  return (await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")))).join();
}

describe("a process that dies with the turn", () => {
  it("gives it back at once to the one that starts after it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "keepsake-races-"));
    const first = await startProgram(folder);
    const client = new TrialClient();
    await client.get(`${first.address}/set/here/yes`);
    const hanging = client.post(`${first.address}/hang`).catch((error: unknown) => error);
    while (!(await recordsIn(folder)).includes("POST /hang")) await new Promise(setImmediate);
    const second = await startProgram(folder);
    const waiting = client.post(`${second.address}/cart/add`);
    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    expect(await hanging).toBeInstanceOf(Error);
    expect((await waiting).status).toBe(201);
    expect((await client.get(`${second.address}/all`)).json()).toEqual({ here: "yes", cart: [0] });
    second.child.kill();
    await once(second.child, "exit");
    await rm(folder, { recursive: true, force: true });
  });
});
