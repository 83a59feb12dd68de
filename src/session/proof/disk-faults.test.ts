import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { storeKey } from "../session-id.ts";
import { TrialClient } from "../trial-client.ts";
import { startTrialProcess, type TrialProcess } from "../trial-process.ts";

/** A namespace in which we may mount disks that go with their process; undefined: this system lets nobody. */
const namespace = [
  ["unshare", "--mount", "--user", "--map-root-user"],
  ["unshare", "--mount"],
].find(([command = "", ...args]) => {
  try {
    execFileSync(command, [...args, "mount", "-t", "tmpfs", "tmpfs", "/tmp"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
});

/** The real file store, in a process of its own, on a real disk of 256 kB. */
describe.runIf(process.platform === "linux")("the file store on a disk that fails", () => {
  let folder: string;
  let program: TrialProcess;
  let address: string;
  let client: TrialClient;

  beforeEach(async ({ skip }) => {
    if (namespace === undefined) skip("cannot run here: no process may mount a disk");
    folder = await mkdtemp(join(tmpdir(), "keepsake-disk-"));
    const mountThenRun = 'mount -t tmpfs -o size=256k tmpfs "$0" && exec "$@"';
    program = startTrialProcess("trial-disk-program.ts", [folder], {
      within: [...(namespace ?? []), "sh", "-c", mountThenRun, folder],
    });
    address = `http://127.0.0.1:${await program.line()}`;
    client = new TrialClient();
    await get("/set/here/yes");
  });
  afterEach(async () => {
    await program?.end();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const get = (path: string, who = client) => who.get(address + path);
  const post = (path: string, who = client) => who.post(address + path);
  const put = async (path: string) =>
    expect((await new TrialClient().send("PUT", address + path)).status).toBe(200);
  const all = async () => (await get("/all")).json();
  const refused = async (answer: ReturnType<typeof get>) => {
    const { status, setCookies } = await answer;
    expect([status, setCookies]).toEqual([503, []]);
  };

  /** What was logged says why, and not whose session it was. */
  async function expectLog(reason: string, cookie: string | undefined): Promise<void> {
    const logged = ((await get("/log", new TrialClient())).json() as string[]).join("\n");
    expect(logged).toContain(reason);
    expect(logged).not.toContain(cookie);
    expect(logged).not.toContain(storeKey(cookie ?? ""));
  }

  /** One file for each session, and nothing that a failed write left. */
  async function expectFiles(count: number): Promise<void> {
    const names = (await get("/names", new TrialClient())).json() as string[];
    expect(names.filter((name) => !/^[0-9a-f]{64}\.json$/.test(name))).toEqual([]);
    expect(names).toHaveLength(count);
  }

  it("is full: reads go on, writes are refused whole, and nothing needs to be restarted", async () => {
    await post("/cart/add");
    await put("/disk/full");
    await refused(post("/cart/add"));
    await refused(get("/increment"));
    await refused(get("/set/here/later"));
    await refused(get("/increment", new TrialClient()));
    await refused(post("/logout"));
    expect(await all()).toEqual({ here: "yes", cart: [0] });
    await put("/disk/freed");
    await expectFiles(1);
    expect((await post("/cart/add")).json()).toEqual({ count: 2 });
    expect(await all()).toEqual({ here: "yes", cart: [0, 1] });
    await expectLog("ENOSPC", client.cookie);
  });

  it("becomes read-only: reads go on, writes are refused, and all is well when it is writable again", async () => {
    await put("/disk/read-only");
    await refused(post("/cart/add"));
    await refused(get("/increment"));
    await refused(post("/logout"));
    expect(await all()).toEqual({ here: "yes" });
    await put("/disk/writable");
    expect((await post("/cart/add")).json()).toEqual({ count: 1 });
    await expectFiles(1);
    await expectLog("EROFS", client.cookie);
  });

  it("loses the end of a file: its session is gone, and its user gets a new one", async () => {
    const { cookie } = client;
    await put("/truncate");
    expect(await all()).toEqual({});
    expect((await post("/cart/add")).json()).toEqual({ count: 1 });
    expect(client.cookie).not.toBe(cookie);
    await expectLog("damaged", cookie);
  });
});
