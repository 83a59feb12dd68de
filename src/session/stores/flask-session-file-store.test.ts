import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loginChecks } from "../sign-in/login-checks.ts";
import { rememberChecks } from "../sign-in/remember-checks.ts";
import { userSessionsChecks } from "../sign-in/user-sessions-checks.ts";
import { bilingualClient, type OurServer, ours, python, serveOurs } from "../trial-python/trial-bilingual.ts";
import { missingPython, type PythonServer, servePython } from "../trial-python/trial-python.ts";
import { trialRecord } from "../trial-record.ts";
import { start } from "../trial-stores/flask-session-file.ts";
import type { TrialBackend } from "../trial-stores/trial-store.ts";
import { storeContract } from "./contract.ts";
import { cachelibFileName, parseCachelibEntry, printCachelibEntry } from "./flask-session/cachelib-file.ts";
import { flaskSessionFileStore } from "./flask-session-file-store.ts";

const SECRET_KEY = "q7Lw0yTz2R9eKb4nXc8uVd1mHs6pJg3a";
const missing = missingPython("flask", "flask_session", "cachelib");

describe("the contract", () => {
  let backend: TrialBackend;
  beforeAll(async () => {
    backend = await start();
  });
  afterAll(() => backend.stop());

  storeContract("Flask-Session filesystem", () => backend.open());
  for (const checks of [loginChecks, rememberChecks, userSessionsChecks]) {
    checks("Flask-Session filesystem", (options) => backend.open(options));
  }
});

describe("a session that has ended", () => {
  it("is collected with its file, once", async () => {
    const folder = await mkdtemp(join(tmpdir(), "keepsake-flask-session-"));
    try {
      const nowMs = trialRecord().createdAtMs;
      const store = flaskSessionFileStore({ folder, nowMs: () => nowMs });
      const keys = ["a", "b"].map((letter) => letter.repeat(32));
      for (const key of keys) await store.create(key, trialRecord());
      // As if the time that stands in one of the files had come.
      const [ended = ""] = keys;
      const file = join(folder, cachelibFileName(`session:${ended}`));
      const entry = parseCachelibEntry(await readFile(file));
      await writeFile(
        file,
        printCachelibEntry({ endsAtSeconds: 1, bytes: entry?.bytes ?? new Uint8Array() }),
      );
      expect(await store.collect(nowMs)).toBe(1);
      const left = await readdir(folder, { recursive: true });
      const [, stays = ""] = keys.map((key) => cachelibFileName(`session:${key}`));
      const side = "keepsake.__wz_cache";
      expect(left.sort()).toEqual([stays, side, join(side, `${stays}.json`)].sort());
      expect(await store.collect(nowMs)).toBe(0);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe("a session that was destroyed by a process that was killed before it had removed the file", () => {
  it("does not come back when its tombstone is over, and leaves no file to Python", async () => {
    const folder = await mkdtemp(join(tmpdir(), "keepsake-flask-session-"));
    try {
      const nowMs = trialRecord().createdAtMs;
      const store = flaskSessionFileStore({ folder, nowMs: () => nowMs });
      const keys = ["a", "b"].map((letter) => letter.repeat(32));
      for (const key of keys) {
        await store.create(key, trialRecord());
        const file = join(folder, cachelibFileName(`session:${key}`));
        const before = await readFile(file);
        await store.destroy(key);
        await writeFile(file, before);
      }
      const [over = "", standing = ""] = keys;
      const side = join(folder, "keepsake.__wz_cache", `${cachelibFileName(`session:${over}`)}.json`);
      const text = await readFile(side, "utf8");
      await writeFile(side, text.replace(/"untilMs":[\d.]+/, '"untilMs":1'));
      expect(await store.load(over)).toEqual({ found: false });
      expect(await store.load(standing)).toEqual({ found: false, tombstone: { because: "destroyed" } });
      await store.collect(nowMs);
      expect(await readdir(folder)).toEqual(["keepsake.__wz_cache"]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe("a real Flask-Session program with session files", () => {
  let folder: string;
  let flask: PythonServer;
  let node: OurServer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "keepsake-flask-session-"));
    if (missing !== undefined) return;
    flask = await servePython("flask_app.py", {
      SESSION_TYPE: "filesystem",
      SESSION_FILE_DIR: folder,
      SECRET_KEY,
      SESSION_PERMANENT: false,
      SESSION_USE_SIGNER: true,
      SESSION_KEY_PREFIX: "flask_session:",
    });
    const store = flaskSessionFileStore({ folder, keyPrefix: "flask_session:", secretKey: SECRET_KEY });
    node = await serveOurs({ store, name: "session" });
  });
  afterAll(async () => {
    await node?.stop();
    await flask?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const both = (name: string, run: () => Promise<void>) =>
    it(name, async ({ skip }) => {
      if (missing !== undefined) skip(missing);
      await run();
    });

  both("keeps one user signed in who goes back and forth", async () => {
    const browser = bilingualClient();
    await python(flask, browser, 'session["user"] = "JohnDoe"; session["pair"] = (1, 2.0)');
    expect(await ours(node, browser, (session) => [session.all(), session.permanent])).toEqual([
      { user: "JohnDoe", pair: [1, 2] },
      false,
    ]);
    await ours(node, browser, (session) => session.increment("n"));
    const there = await python(flask, browser, 'messages = repr(session["pair"]); session["n"] += 1');
    expect(there.messages).toBe("(1, 2.0)");
    expect(await ours(node, browser, (session) => session.increment("n"))).toBe(3);
  });

  both("begins at ours too, and signs out wherever the user does", async () => {
    const browser = bilingualClient();
    await ours(node, browser, (session) => session.login(7));
    expect((await python(flask, browser, 'flash("Hello")')).data).toMatchObject({ user_id: 7 });
    expect(await ours(node, browser, (session) => session.getFlash("message"))).toBe("Hello");
    const copy = bilingualClient(browser.cookie);
    await ours(node, browser, (session) => session.logout());
    expect((await python(flask, copy, "")).data).not.toHaveProperty("user_id");

    const second = bilingualClient();
    await ours(node, second, (session) => session.set("user_id", 8));
    const secondCopy = bilingualClient(second.cookie);
    await python(flask, second, "session.clear()");
    expect(await ours(node, secondCopy, (session) => session.get("user_id") ?? null)).toBeNull();
  });

  both("leaves nothing that Python takes for a session", async () => {
    const names = await readdir(folder);
    expect(names.filter((name) => !/^[\da-f]{32}$/.test(name))).toEqual(["keepsake.__wz_cache"]);
  });
});
