import { once } from "node:events";
import { access, mkdtemp, readdir, rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SessionRecord } from "../../../session/record.ts";
import { recordWith, setting } from "../../../session/stores/contract.ts";
import { redisStore } from "../../../session/stores/redis-store.ts";
import { MovableClock } from "../../../web/clock.ts";
import { UserAgent } from "../../../web/user-agent.ts";
import { sessionKey } from "../../session-records.ts";
import { EngineBrowser, type TestBrowser } from "../../test-browser.ts";
import { isAboutStores, RecordStore, STORE_PORT } from "./record-store.ts";
import { LONGEST_REQUEST_BYTES } from "./store-guard.ts";

const ID = "x".repeat(32);
const KEY = sessionKey(ID);
const SLOT = `tina4_session:{${KEY}}`;

let parent: string;
let store: RecordStore;
let path: string;
const endings: (() => unknown)[] = [];

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "keepsake-test-"));
  store = await RecordStore.open(parent);
  path = store.sockets[STORE_PORT] ?? "";
});
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
  await store.close();
  await rm(parent, { recursive: true });
});

/** As the library keeps sessions in the graded program. */
function programStore() {
  const client = new Redis({ path, retryStrategy: null, maxRetriesPerRequest: 0 });
  client.on("error", () => undefined);
  endings.push(() => client.disconnect());
  return { client, kept: redisStore({ client }) };
}

function alice(): TestBrowser {
  const network = { send: () => Promise.reject(new Error("not asked")) };
  const agent = new UserAgent({ name: "Alice", network, clock: new MovableClock() });
  agent.jar.offer(`tina4_session=${ID}`, new URL("http://localhost:7148/"));
  return new EngineBrowser(agent, "http://localhost:7148");
}

/** One that is not over. */
function fresh(data: Record<string, unknown>): SessionRecord {
  const nowMs = Date.now();
  return recordWith(data, { idleDeadlineMs: nowMs + 1e6, absoluteDeadlineMs: nowMs + 2e9 });
}

/** Begins Alice's session, by a request that is answered: the words that would change its visits behind the library. */
async function aChange(visits: number): Promise<string> {
  const { client, kept } = programStore();
  const begun = store.asked(request());
  await kept.create(KEY, fresh({ visits: 0 }));
  begun("answered");
  const changed = ((await client.get(SLOT)) ?? "").replace('"visits":0', `"visits":${visits}`);
  expect(changed).toContain(`"visits":${visits}`);
  return `*3\r\n$3\r\nSET\r\n$${SLOT.length}\r\n${SLOT}\r\n$${changed.length}\r\n${changed}\r\n`;
}

/** A program's connection, which is served. */
async function connected(): Promise<Socket> {
  const socket = connect(path);
  endings.push(() => socket.destroy());
  socket.write("*1\r\n$4\r\nPING\r\n");
  await once(socket, "data");
  return socket;
}

function request(cookie?: string) {
  return { method: "GET", target: "/", headers: cookie === undefined ? [] : [["Cookie", cookie] as const] };
}

describe("what a program asks it to keep", () => {
  it("is what the tests read, and what they put there is what the program finds", async () => {
    const { kept } = programStore();
    const answered = store.asked(request());
    await kept.create(KEY, fresh({ name: "Zoë" }));
    answered("answered");
    expect((await store.records.of(alice())).data).toEqual({ name: "Zoë" });
    await store.records.put(alice(), "visits", 41);
    const loaded = await kept.load(KEY);
    expect(loaded.found && Object.fromEntries(loaded.record.data)).toEqual({
      name: '"Zoë"',
      visits: "41",
    });
    const later = store.asked(request(`theme=dark; tina4_session=${ID}`));
    await kept.patch(KEY, setting("visits", 42));
    later("answered");
    expect((await store.records.of(alice())).data).toEqual({ name: "Zoë", visits: 42 });
  });

  it("is told when it was changed behind the library: after the answer, or for another", async () => {
    const { kept } = programStore();
    const answered = store.asked(request());
    await kept.create(KEY, fresh({ visits: 0 }));
    answered("answered");
    await kept.touch(KEY, Date.now() + 1e9);
    expect((await store.records.of(alice())).data).toEqual({ visits: 0 });
    await kept.patch(KEY, setting("visits", 7));
    await expect(store.records.of(alice())).rejects.toThrow(
      "The record of Alice's session was changed while no request was under way.",
    );
  });

  it("is told of a change that was sent after the answer and is read before it", async () => {
    const change = await aChange(7);
    const [answers, other, changes] = [await socketPair(), await socketPair(), await connected()];

    const answered = store.asked(request(`tina4_session=${ID}`));
    answers.tests.once("data", () => answered("answered"));
    // Read in the same turn as the beginning of the change, and before it.
    other.tests.once("data", () => {
      answers.program.write("HTTP/1.1 200 OK");
      changes.write(change.slice(9));
    });
    other.program.write("now");
    changes.write(change.slice(0, 9));
    await once(changes, "data");
    await expect(store.records.of(alice())).rejects.toThrow("was changed while no request was under way");
  });

  it("is the request's own when its program has sent it and then broken the connection off", async () => {
    const change = await aChange(1);
    const [answers, changes] = [await socketPair(), await connected()];

    const answered = store.asked(request(`tina4_session=${ID}`));
    // Ready in the same turn; whichever is read first, the change waits its own.
    answers.tests.resume().once("close", () => answered("failed"));
    changes.write(change);
    answers.program.destroy();
    await once(changes, "data");
    expect((await store.records.of(alice())).data).toEqual({ visits: 1 });
  });

  it("is gone when the next program starts, and when it was destroyed that is said", async () => {
    const { kept } = programStore();
    store.asked(request());
    await kept.create(KEY, fresh({}));
    await kept.destroy(KEY);
    await expect(store.records.of(alice())).rejects.toThrow("The session of Alice has been destroyed.");
    store.clear();
    await expect(store.records.of(alice())).rejects.toThrow("The store has no record of Alice's session.");
  });
});

describe("what a program that nobody trusts may send", () => {
  it.each([
    ["a script of its own", ["EVAL", "while true do end", "0"], "runs the library's own scripts"],
    ["what makes much of little", ["SETRANGE", "k", "500000000", "x"], "no such command"],
    ["what waits", ["MONITOR"], "no such command"],
    ["another's records", ["KEYS", "*"], "no such command"],
  ])("is not %s", async (_what, [command = "", ...args], message) => {
    await expect(programStore().client.call(command, ...args)).rejects.toThrow(message);
  });

  it.each([
    ["in one request", 2 * LONGEST_REQUEST_BYTES],
    ["in many", 1024],
  ])("has an end, %s, and the next program is served", async (_how, bytes) => {
    const socket = connect(path);
    endings.push(() => socket.destroy());
    const ended = new Promise((resolve) => socket.on("close", resolve).on("error", () => undefined));
    pour(socket, `*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$${bytes}\r\n${"x".repeat(bytes)}\r\n`);
    await ended;
    store.clear();
    expect(await programStore().client.ping()).toBe("PONG");
  });

  it("is answered only to who reads the answers", async () => {
    const { client } = programStore();
    await client.set("k", "x".repeat(1024 * 1024));
    const socket = connect(path);
    endings.push(() => socket.destroy());
    const ended = new Promise((resolve) => socket.on("close", resolve).on("error", () => undefined));
    socket.pause().write("*2\r\n$3\r\nGET\r\n$1\r\nk\r\n".repeat(20));
    // The other side is gone when it takes no more.
    const asking = setInterval(() => socket.write("*1\r\n$4\r\nPING\r\n"), 10);
    await ended;
    clearInterval(asking);
    expect(await client.ping()).toBe("PONG");
  });

  it("may be nonsense", async () => {
    for (const nonsense of ["*1\r\n$-7\r\n", "*-5\r\n", '"\r\n', "*2\r\n$3\r\nSET\r\n$1\r\nk\r\n"]) {
      const socket = connect(path);
      endings.push(() => socket.destroy());
      const told = new Promise((resolve) => socket.on("data", resolve).on("close", resolve));
      socket.write(nonsense);
      if (nonsense !== "*-5\r\n") await told;
    }
    expect(await programStore().client.ping()).toBe("PONG");
  });
});

/** The two ends of a connection. */
async function socketPair(): Promise<{ readonly program: Socket; readonly tests: Socket }> {
  const socketPath = join(parent, `pair-${endings.length}`);
  const server = createServer().listen(socketPath);
  await once(server, "listening");
  const program = connect(socketPath);
  const [tests] = await once(server, "connection");
  endings.push(
    () => server.close(),
    () => program.destroy(),
    () => tests.destroy(),
  );
  return { program, tests };
}

/** Until the other side has had enough. */
function pour(socket: Socket, request: string): void {
  const more = () => {
    while (!socket.destroyed && socket.write(request));
  };
  socket.resume();
  socket.on("drain", more);
  more();
}

it("leaves nothing when it is closed", async () => {
  const other = await RecordStore.open(parent);
  await access(other.folder);
  await other.close();
  expect(await readdir(parent)).toHaveLength(1);
});

it("is for exercises that leave it to us where sessions are", () => {
  const short = { entry: "server.ts", port: 7148 };
  const run = (...processes: { name: string; run: string; env?: Record<string, string> }[]) =>
    isAboutStores({ ...short, processes });
  expect(isAboutStores(short)).toBe(false);
  expect(run({ name: "page", run: "node page.ts" }, { name: "api", run: "node api.ts" })).toBe(false);
  expect(run({ name: "a", run: "node a.ts" }, { name: "redis", run: "redis-server" })).toBe(true);
  expect(run({ name: "a", run: "node a.ts", env: { SECRET_KEY: "x" } })).toBe(true);
});
