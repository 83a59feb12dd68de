import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, it, test } from "vitest";
import { finished, nextEvent, runToEnd } from "../contract/program.ts";
import { contractAssert, engineContract } from "../contract.ts";
import type { Engine } from "../engine.ts";
import { bootConfinedEngine, type ConfinedEngineOptions } from "./confined-engine.ts";
import { REPOSITORY } from "./machine-folders.ts";
import { DEFAULT_LIMITS } from "./process-limits.ts";

const endings: (() => unknown)[] = [];

async function boot(options: ConfinedEngineOptions = {}): Promise<Engine> {
  const engine = await bootConfinedEngine(options);
  endings.push(() => engine.teardown());
  return engine;
}

async function temporary(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "keepsake-test-")));
  endings.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

for (const contractCase of engineContract) {
  test(`contract: ${contractCase.name}`, async () => {
    await contractCase.run(await boot(), contractAssert);
  });
}

/** What each attempt of a program came to: "GOT …" or the error's code. */
async function attempts(engine: Engine, lines: Readonly<Record<string, string>>) {
  const main = `
    import fs from "node:fs"; import net from "node:net"; import module from "node:module";
    import childProcess from "node:child_process"; import { Worker } from "node:worker_threads";
    import { DatabaseSync } from "node:sqlite"; import inspector from "node:inspector";
    const outcome = {};
    const attempt = async (name, run) => {
      try { outcome[name] = "GOT " + (await run()); } catch (error) { outcome[name] = error.code ?? error.message; }
    };
    ${Object.entries(lines)
      .map(([name, code]) => `await attempt(${JSON.stringify(name)}, async () => ${code});`)
      .join("\n")}
    console.log(JSON.stringify(outcome));
  `;
  const { stdout, stderr } = await runToEnd(engine, { "main.mjs": main }, "main.mjs");
  expect(stderr).toBe("");
  return JSON.parse(stdout) as Record<string, string>;
}

describe("a confined program", () => {
  it("reads nothing outside its folder", async () => {
    const outside = await temporary();
    await writeFile(join(outside, "secret.txt"), "secret");
    const solution = JSON.stringify(join(REPOSITORY, "solutions/shopping-cart/src/routes/cart.ts"));
    // As the site's build keeps the texts of lessons.
    const kept = join(REPOSITORY, `node_modules/.keepsake-confined-${process.pid}/kept.json`);
    await mkdir(dirname(kept), { recursive: true });
    endings.push(() => rm(dirname(kept), { recursive: true }));
    await writeFile(kept, "a solution");
    const outcome = await attempts(await boot(), {
      passwd: `fs.readFileSync("/etc/passwd", "utf8")`,
      parent: `fs.readdirSync("..")`,
      above: `fs.readFileSync("../package.json/../../secret.txt", "utf8")`,
      neighbour: `fs.readFileSync(${JSON.stringify(join(outside, "secret.txt"))}, "utf8")`,
      moved: `{ process.chdir("/etc"); return fs.readFileSync("passwd", "utf8"); }`,
      solution: `fs.readFileSync(${solution}, "utf8")`,
      kept: `fs.readFileSync(${JSON.stringify(kept)}, "utf8")`,
      caches: `fs.readdirSync(${JSON.stringify(dirname(kept))})`,
      imported: `import(${solution})`,
      required: `module.createRequire(import.meta.url)(${solution})`,
      environment: `fs.readFileSync("/proc/self/environ", "utf8")`,
      server: `fs.readFileSync("/proc/" + process.ppid + "/environ", "utf8")`,
      envFile: `process.loadEnvFile("/etc/os-release")`,
      symlink: `{ fs.symlinkSync("/etc/passwd", "link"); return fs.readFileSync("link", "utf8"); }`,
      hardLink: `{ fs.linkSync("/etc/passwd", "link"); return fs.readFileSync("link", "utf8"); }`,
      copy: `{ fs.cpSync("/etc/passwd", "copy"); return fs.readFileSync("copy", "utf8"); }`,
      descriptor: `fs.readFileSync("/proc/self/fd/3")`,
    });
    expect(Object.values(outcome)).toEqual(Object.keys(outcome).map(() => "ERR_ACCESS_DENIED"));
  });

  it("finds no way to the solutions through its packages", async () => {
    const outcome = await attempts(await boot(), {
      packages: `fs.readdirSync("../node_modules/keepsake").join()`,
      below: `fs.readFileSync("../node_modules/keepsake/solutions/shopping-cart/src/routes/cart.ts")`,
      back: `fs.readFileSync("../node_modules/keepsake/src/app/../../solutions/shopping-cart/package.json")`,
    });
    expect(outcome["packages"]).toBe("GOT package.json,src");
    expect(outcome["below"]).toMatch(/ENOENT|ERR_ACCESS_DENIED/);
    expect(outcome["back"]).toMatch(/ENOENT|ERR_ACCESS_DENIED/);
  });

  it("writes nothing outside its folder, by SQLite and by sockets neither", async () => {
    const outside = JSON.stringify(join(await temporary(), "new"));
    const outcome = await attempts(await boot(), {
      file: `fs.writeFileSync(${outside}, "x")`,
      packages: `fs.writeFileSync("../node_modules/keepsake/package.json", "{}")`,
      database: `new DatabaseSync(${outside})`,
      databaseUri: `new DatabaseSync("file:" + ${outside})`,
      laterDatabase: `new DatabaseSync(${outside}, { open: false }).open()`,
      original: `new (Object.getPrototypeOf(new DatabaseSync(":memory:")).constructor)(${outside})`,
      socket: `new Promise((resolve, reject) => net.createServer().on("error", reject).listen(${outside}, resolve))`,
      socketOption: `new Promise((resolve) => net.connect({ path: ${outside} }, resolve))`,
    });
    expect(Object.values(outcome)).toEqual(Object.keys(outcome).map(() => "ERR_ACCESS_DENIED"));
    const sql = await attempts(await boot(), {
      attach: `new DatabaseSync(":memory:").exec("attach '" + ${outside} + "' as other; create table other.t (c)")`,
      vacuum: `{ const db = new DatabaseSync("own.db"); db.exec("create table t (c)"); db.exec("vacuum into '" + ${outside} + "'"); }`,
      lifted: `{ const db = new DatabaseSync(":memory:"); db.setAuthorizer(null); db.exec("attach '" + ${outside} + "' as o"); }`,
      own: `{ const db = new DatabaseSync("own.db"); db.exec("attach 'second.db' as second"); return "both"; }`,
    });
    expect(sql).toEqual({
      attach: "ERR_SQLITE_ERROR",
      vacuum: "ERR_SQLITE_ERROR",
      lifted: "ERR_SQLITE_ERROR",
      own: "GOT both",
    });
    await expect(readFile(JSON.parse(outside))).rejects.toThrow("ENOENT");
  });

  it("starts nothing and ends no other process", async () => {
    const outcome = await attempts(await boot(), {
      child: `childProcess.execSync("id").toString()`,
      worker: `new Worker("", { eval: true })`,
      addon: `process.dlopen({ exports: {} }, "/nowhere.node")`,
      inspector: `inspector.open(0)`,
      binding: `process.binding("fs")`,
      parent: `process.kill(process.ppid)`,
      below: `{ if (process._kill(process.ppid, 9) !== 0) throw new Error("refused"); }`,
    });
    expect(Object.values(outcome).filter((value) => value.startsWith("GOT"))).toEqual([]);
    expect(outcome["child"]).toBe("ERR_ACCESS_DENIED");
    expect(outcome["parent"]).toBe("EPERM");
  });

  it("sees the environment that it was given and nothing else", async () => {
    process.env["KEEPSAKE_TEST_SECRET"] = "secret";
    endings.push(() => delete process.env["KEEPSAKE_TEST_SECRET"]);
    const engine = await boot();
    await engine.mount({ "main.mjs": "console.log(JSON.stringify(process.env))" });
    const env = { NODE_ENV: "test", NODE_OPTIONS: "--allow-fs-read=*", LD_PRELOAD: "/x.so", PORT: "7148" };
    const { output } = await finished(await engine.spawn("node", ["main.mjs"], { env }));
    expect(JSON.parse(output)).toEqual({ NODE_ENV: "test", PORT: "7148" });
  });

  it("cannot be started with an option that frees it", async () => {
    const engine = await boot();
    await engine.mount({ "main.mjs": "" });
    for (const args of [
      ["--allow-fs-read=*", "main.mjs"],
      ["--trace-warnings", "--allow-fs-read=*", "main.mjs"],
      ["-e", "1", "--allow-child-process"],
      ["-p", "--allow-child-process"],
    ]) {
      await contractAssert.rejects(engine.spawn("node", args), "unknown-command", args.join(" "));
    }
  });

  it("takes what stands after its file, or in its code, for the program's", async () => {
    const engine = await boot();
    await engine.mount({ "main.mjs": "console.log(process.argv.slice(2).join())" });
    const { output } = await finished(await engine.spawn("node", ["main.mjs", "--allow-fs-read=*"]));
    expect(output).toBe("--allow-fs-read=*\n");
    const evaluated = await finished(await engine.spawn("node", ["--trace-warnings", "-p", "3 - 1"]));
    expect(evaluated.output).toBe("2\n");
  });

  it("is not started beside a link that leads out, and is told which one", async () => {
    const root = await temporary();
    const engine = await boot({ folder: "cart", root });
    await engine.fs.writeFile("main.mjs", "console.log('ran')");
    await mkdir(join(root, "work/cart/pages"));
    await symlink("/etc", join(root, "work/cart/pages/etc"));
    await expect(engine.spawn("node", ["main.mjs"])).rejects.toThrow("pages/etc is a link");
    await engine.fs.remove("pages/etc");
    await symlink(join(root, "work/cart/main.mjs"), join(root, "work/cart/same.mjs"));
    const { output } = await finished(await engine.spawn("node", ["same.mjs"]));
    expect(output).toBe("ran\n");
  });

  it("connects to servers of this machine, but not to the ports that are closed to it", async () => {
    const listening = createServer((socket) => socket.end("real"));
    const [open, closed] = [listening.listen(0, "127.0.0.1"), createServer().listen(0, "127.0.0.1")];
    endings.push(() => Promise.all([open, closed].map((server) => once(server.close(), "close"))));
    await Promise.all([open, closed].map((server) => server.listening || once(server, "listening")));
    const portOf = (server: typeof open) => {
      const address = server.address();
      return typeof address === "object" ? (address?.port ?? 0) : 0;
    };
    const engine = await boot({ closedPorts: () => [portOf(closed)] });
    const read = (port: number) =>
      `new Promise((resolve, reject) => net.connect(${port}, "127.0.0.1").on("error", reject).on("data", resolve))`;
    const outcome = await attempts(engine, {
      open: read(portOf(open)),
      closed: read(portOf(closed)),
      fetched: `fetch("http://localhost:${portOf(closed)}/").catch((error) => { throw error.cause; })`,
    });
    expect(outcome).toEqual({ open: "GOT real", closed: "ERR_ACCESS_DENIED", fetched: "ERR_ACCESS_DENIED" });
  });

  it.each([
    ["memory", "const all = []; for (;;) all.push(Buffer.alloc(8e6, 1));", { memoryBytes: 300e6 }, "memory"],
    [
      "computing",
      "const work = () => { for (let i = 0; i < 1e6; i += 1); setImmediate(work); }; work();",
      { cpuMs: 1_000 },
      "computed",
    ],
    ["silence", "for (;;);", { silentMs: 500 }, "answered nothing"],
    ["time", "setInterval(() => {}, 1000);", { wallMs: 500 }, "ran for more than"],
  ])("is ended past its limit of %s, and its output says why", async (_what, main, limit, words) => {
    const engine = await boot({ limits: { ...DEFAULT_LIMITS, ...limit } });
    const { stderr, status } = await runToEnd(engine, { "main.js": main });
    expect(stderr).toContain(words);
    expect(status).toEqual({ code: 137, reason: "exited" });
  });
});

describe("the folder of an exercise", () => {
  it("stays, with what was written in it, and the next machine has it", async () => {
    const root = await temporary();
    const first = await boot({ folder: "cart", root });
    await runToEnd(first, {
      "main.js": `import fs from "node:fs"; fs.writeFileSync("made.txt", "by a program");`,
    });
    await first.teardown();
    expect(await readFile(join(root, "work/cart/made.txt"), "utf8")).toBe("by a program");
    const second = await boot({ folder: "cart", root });
    expect(await second.fs.list()).toEqual(["made.txt", "main.js", "package.json"]);
  });

  it("tells of changes by another program", async () => {
    const root = await temporary();
    const engine = await boot({ folder: "cart", root });
    const changed = nextEvent(engine, "files", ({ paths }) => paths.includes("note.txt"));
    await writeFile(join(root, "work/cart/note.txt"), "by an editor");
    await changed;
    expect(await engine.fs.readText("note.txt")).toBe("by an editor");
  });
});

describe("when the server is killed", () => {
  it("no program outlives it, one in an endless loop neither, and its folders go", async () => {
    const script = `
      const { bootConfinedEngine } = await import(${JSON.stringify(new URL("confined-engine.ts", import.meta.url).href)});
      const engine = await bootConfinedEngine();
      await engine.mount({
        "loop.mjs": 'console.log(process.cwd()); for (;;);',
        "idle.mjs": 'console.log(process.cwd()); setInterval(() => {}, 1000);',
      });
      for (const name of ["loop.mjs", "idle.mjs"]) {
        const { pid, output } = await engine.spawn("node", [name]);
        const { value } = await output.getReader().read();
        console.log(JSON.stringify({ pid, folder: value.text.trim() }));
      }`;
    const server = spawn(process.execPath, ["--no-warnings", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const started: { pid: number; folder: string }[] = [];
    for await (const line of createInterface({ input: server.stdout })) {
      started.push(JSON.parse(line));
      if (started.length === 2) break;
    }
    server.kill("SIGKILL");
    await once(server, "exit");
    for (const { pid, folder } of started) {
      await expect.poll(() => isAlive(pid)).toBe(false);
      await expect.poll(() => readFile(join(folder, "loop.mjs")).catch(() => "gone")).toBe("gone");
    }
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
