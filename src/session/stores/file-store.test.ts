import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EMPTY_PATCH } from "../patch.ts";
import { recordWith, setting, storeContract } from "./contract.ts";
import {
  parseRecordFile,
  parseTurn,
  recordFileName,
  serializeFile,
  serializeTurn,
  turnFileName,
} from "./file-record.ts";
import { FileStore } from "./file-store.ts";

const KEY = "a".repeat(64);
const STOPPED_WITH_TURN = fileURLToPath(new URL("trial-stopped-turn.ts", import.meta.url));
const ASK = { route: "POST /here", leaseMs: 10_000, waitMs: 2000 };

storeContract("file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "keepsake-store-"));
  const store = new FileStore({ folder });
  const other = new FileStore({ folder });
  return {
    store,
    other,
    dump: async () => {
      await Promise.all([store.close(), other.close()]);
      const texts = (await readdir(folder)).map((name) => readFile(join(folder, name), "utf8"));
      return (await Promise.all(texts)).join("\n");
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
});

describe("the file store", () => {
  let folder: string;
  let store: FileStore;
  let reports: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "keepsake-store-"));
    reports = [];
    store = new FileStore({ folder, log: (message) => reports.push(message) });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const path = join;

  it.each([
    ["truncated", '{"data":{"cart":[1,'],
    ["empty", ""],
    ["of another kind", '{"user":"me"}\n'],
    ["with a flash entry that is none", '{"data":{},"flash":{"m":1},"lastToken":0,"keepsake":1}'],
  ])("sets a file aside that is %s, reports it, and counts it as absent", async (_kind, text) => {
    await writeFile(path(folder, recordFileName(KEY)), text);
    expect(await store.load(KEY)).toEqual({ found: false });
    expect(await store.patch(KEY, setting("a", 1))).toEqual({ outcome: "gone" });
    await store.close();
    const names = await readdir(folder);
    expect(names).toEqual([expect.stringMatching(/^a{64}\.json\.damaged-\d+$/)]);
    expect(await readFile(path(folder, names[0] ?? ""), "utf8")).toBe(text);
    expect(reports).toEqual([expect.stringContaining("damaged")]);
  });

  it("sets a folder aside that stands where a file should", async () => {
    await mkdir(path(folder, recordFileName(KEY)));
    expect(await store.load(KEY)).toEqual({ found: false });
    await store.create(KEY, recordWith({ a: 1 }));
    expect((await store.load(KEY)).found).toBe(true);
  });

  it("leaves no temporary files and no locks", async () => {
    await store.create(KEY, recordWith({}));
    const turn = await store.takeTurn(KEY, ASK);
    await store.patch(KEY, setting("a", 1), {
      turn: turn.outcome === "taken" ? turn.token : 0,
      release: true,
    });
    await store.close();
    expect(await readdir(folder)).toEqual([recordFileName(KEY)]);
  });

  it("says who has a turn beside the record, for as long as somebody has it", async () => {
    await store.create(KEY, recordWith({ n: 1 }));
    const before = await readFile(path(folder, recordFileName(KEY)), "utf8");
    const taken = await store.takeTurn(KEY, ASK);
    const asked = await new FileStore({ folder }).takeTurn(KEY, { ...ASK, waitMs: 0 });
    expect(asked).toEqual({ outcome: "timed-out", heldBy: ASK.route });
    const turn = parseTurn(await readFile(path(folder, turnFileName(KEY)), "utf8"));
    expect(turn).toMatchObject({ token: taken.outcome === "taken" && taken.token, route: ASK.route });
    expect(await readFile(path(folder, recordFileName(KEY)), "utf8")).toBe(before);
    await store.destroy(KEY);
    await store.close();
    expect(await readdir(folder)).toEqual([recordFileName(KEY)]);
  });

  it("writes down who has a turn when it closes, and leaves no lock", async () => {
    await store.create(KEY, recordWith({}));
    await store.takeTurn(KEY, ASK);
    await store.close();
    expect((await readdir(folder)).sort()).toEqual([recordFileName(KEY), turnFileName(KEY)]);
  });

  it("takes a turn that a power cut left half for none", async () => {
    await store.create(KEY, recordWith({}));
    for (const text of ["", '{"token":7,"untilReal']) {
      await writeFile(path(folder, turnFileName(KEY)), text);
      const taken = await store.takeTurn(KEY, { ...ASK, waitMs: 0 });
      if (taken.outcome !== "taken") throw new Error("The turn was not free.");
      await store.releaseTurn(KEY, taken.token);
      await store.close();
      expect(await readdir(folder)).toEqual([recordFileName(KEY)]);
    }
  });

  it.runIf(process.platform === "linux")("keeps no file open that it replaced", async () => {
    const keys = [..."abcdef"].map((letter) => letter.repeat(64));
    await Promise.all(keys.map((key) => store.create(key, recordWith({}))));
    for (let n = 0; n < 5; n += 1) await Promise.all(keys.map((key) => store.patch(key, setting("n", n))));
    await vi.waitFor(async () => {
      const open = (await readdir("/proc/self/fd")).map((file) => readlink(`/proc/self/fd/${file}`));
      const paths = (await Promise.allSettled(open)).map((link) =>
        link.status === "fulfilled" ? link.value : "",
      );
      expect(paths.filter((file) => file.startsWith(folder))).toEqual([]);
    });
  });

  it("gives no token twice, also when the turn before wrote nothing", async () => {
    await store.create(KEY, recordWith({}));
    const tokens = new Set<number>();
    for (let n = 0; n < 20; n += 1) {
      const taken = await store.takeTurn(KEY, ASK);
      if (taken.outcome !== "taken") throw new Error("The turn was not free.");
      tokens.add(taken.token);
      await store.releaseTurn(KEY, taken.token);
    }
    expect(tokens.size).toBe(20);
  });

  it("collects the turn of a session that is gone, when it is old", async () => {
    const left = path(folder, turnFileName(KEY));
    await writeFile(left, "");
    expect(await store.collect(0)).toBe(0);
    await utimes(left, 1, 1);
    await store.create("b".repeat(64), recordWith({}));
    const kept = path(folder, turnFileName("b".repeat(64)));
    await writeFile(kept, "");
    await utimes(kept, 1, 1);
    expect(await store.collect(0)).toBe(1);
    expect(await readdir(folder)).toEqual([recordFileName("b".repeat(64)), turnFileName("b".repeat(64))]);
  });

  it("makes its folder again when somebody removes it", async () => {
    await store.create(KEY, recordWith({}));
    await rm(folder, { recursive: true });
    expect(await store.load(KEY)).toEqual({ found: false });
    await store.create(KEY, recordWith({ again: true }));
    expect((await store.load(KEY)).found).toBe(true);
  });

  it("breaks the lock and the turn of a dead process at once", async () => {
    await store.create(KEY, recordWith({ n: 1 }));
    const loaded = await store.load(KEY);
    const { machine } = JSON.parse(await ownerText()) as { machine: string };
    const dead = { pid: 2 ** 22 + 1, machine };
    const turn = { token: 9, untilRealMs: Number.MAX_SAFE_INTEGER, route: "POST /dead", owner: dead };
    if (!loaded.found) throw new Error("There is no record.");
    const text = serializeFile({ body: { kind: "record", record: loaded.record }, lastToken: 9 });
    await writeFile(path(folder, recordFileName(KEY)), text);
    await writeFile(path(folder, turnFileName(KEY)), serializeTurn(turn));
    const lock = JSON.stringify({ writer: { ...dead, lock: "x" } });
    await writeFile(path(folder, `${recordFileName(KEY)}.lock`), lock);
    const taken = await store.takeTurn(KEY, { ...ASK, waitMs: 500 });
    expect(taken).toMatchObject({ outcome: "taken" });
    expect(taken.outcome === "taken" && taken.token).toBeGreaterThan(9);
  });

  /** How this process signs, read from a turn it took. */
  async function ownerText(): Promise<string> {
    const key = "c".repeat(64);
    await store.create(key, recordWith({}));
    await store.takeTurn(key, ASK);
    await store.close();
    return JSON.stringify(JSON.parse(await readFile(path(folder, turnFileName(key)), "utf8")).owner);
  }

  describe("beside a process that stands still just when it has taken a turn", () => {
    let child: ChildProcess;
    let lines: AsyncIterator<string>;

    beforeEach(async () => {
      await store.create(KEY, recordWith({}));
      child = spawn(process.execPath, [STOPPED_WITH_TURN, folder, KEY], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      if (child.stdout === null) throw new Error("The program has no output.");
      lines = createInterface(child.stdout)[Symbol.asyncIterator]();
      expect((await lines.next()).value).toBe("stopping");
    });
    afterEach(() => child.kill("SIGKILL"));

    it("leaves it its turn, and goes on with what needs none", async () => {
      expect(await store.patch(KEY, setting("here", 1))).toMatchObject({ outcome: "patched" });
      expect(await store.takeTurn(KEY, { ...ASK, waitMs: 0 })).toEqual({
        outcome: "timed-out",
        heldBy: "POST /stopped",
      });
      child.kill("SIGCONT");
      expect((await lines.next()).value).toBe("patched");
      const data = new Map(Object.entries({ here: "1", there: "1" }));
      expect(await store.load(KEY)).toMatchObject({ record: { data } });
      await once(child, "exit");
      await store.close();
      expect(await readdir(folder)).toEqual([recordFileName(KEY)]);
    });

    it("has the turn when that process dies", async () => {
      child.kill("SIGKILL");
      await once(child, "exit");
      expect(await store.takeTurn(KEY, ASK)).toMatchObject({ outcome: "taken" });
    });
  });

  it("shows a record to who inspects the folder, and no tombstone", async () => {
    const flash = new Map([["m", { id: "1", json: '"hi"' }]]);
    await store.create(KEY, recordWith({ cart: [1], constructor: 2 }, { flash }));
    const text = await readFile(path(folder, recordFileName(KEY)), "utf8");
    expect(parseRecordFile(text)).toMatchObject({ data: { cart: [1], constructor: 2 }, flash: { m: "hi" } });
    await store.destroy(KEY);
    expect(parseRecordFile(await readFile(path(folder, recordFileName(KEY)), "utf8"))).toBeUndefined();
  });

  const OWNER = "d".repeat(64);
  const OWNED = { owner: OWNER, authenticatedAtMs: 1_700_000_000_000 };
  const marks = () => readdir(path(folder, "owners", OWNER)).catch(() => []);

  it("finds an owner's sessions without looking at the others", async () => {
    await store.create(KEY, recordWith({}, OWNED));
    const other = "e".repeat(64);
    await writeFile(path(folder, recordFileName(other)), "damaged");
    expect((await store.listByOwner(OWNER)).map(({ key }) => key)).toEqual([KEY]);
    expect(reports).toEqual([]);
    await store.patch(KEY, { ...EMPTY_PATCH, signIn: null });
    expect(await marks()).toEqual([]);
  });

  it("has a mark for each owned session, wherever it moved, and none when it is over", async () => {
    await store.create(KEY, recordWith({}));
    await store.patch(KEY, { ...EMPTY_PATCH, signIn: OWNED });
    const moved = "b".repeat(64);
    await store.rotate(KEY, moved, EMPTY_PATCH, { because: "rotated" });
    expect(await marks()).toEqual([moved]);
    await store.destroy(moved);
    expect(await readdir(path(folder, "owners"))).toEqual([]);
    const expiring = "c".repeat(64);
    await store.create(expiring, recordWith({}, OWNED));
    await store.collect(Number.MAX_SAFE_INTEGER);
    expect(await marks()).toEqual([]);
  });

  it("lists nothing for a mark without its record, and collects it when it is old", async () => {
    await store.create(KEY, recordWith({}, OWNED));
    await rm(path(folder, recordFileName(KEY)));
    expect(await store.listByOwner(OWNER)).toEqual([]);
    await store.collect(0);
    expect(await marks()).toEqual([KEY]);
    await utimes(path(folder, "owners", OWNER, KEY), 1, 1);
    await store.collect(0);
    expect(await readdir(path(folder, "owners"))).toEqual([]);
  });

  it("is asked for no other folder by an owner that is none", async () => {
    await expect(store.listByOwner("../..")).rejects.toThrow("64 hexadecimal digits");
  });

  it("does the same when each write waits for the disk", async () => {
    const durable = new FileStore({ folder, durable: true });
    await durable.create(KEY, recordWith({ n: 1 }, OWNED));
    await durable.patch(KEY, setting("n", 2));
    await durable.close();
    expect(await store.load(KEY)).toMatchObject({ found: true, record: { data: new Map([["n", "2"]]) } });
    expect((await readdir(folder)).sort()).toEqual([recordFileName(KEY), "owners"]);
  });
});
