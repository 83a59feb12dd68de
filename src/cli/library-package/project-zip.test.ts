import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadExercise } from "../../course/load-exercise.ts";
import { completeSetup, type SetupSpec } from "../../course/setup.ts";
import { freePort } from "../../session/trial-servers/server-process.ts";
import type { Project } from "../../workbench/share/project-files.ts";
import type { ProjectParts } from "../../workbench/share/project-parts.ts";
import { projectZip } from "../../workbench/share/project-zip.ts";
import { buildLibrary } from "../build-lib.ts";
import { firstAnswer } from "./first-answer.ts";
import { projectParts } from "./project-parts.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../../", import.meta.url));

describe("a project to take home", { timeout: 120_000 }, () => {
  let folder: string;
  let parts: ProjectParts;
  let library: Uint8Array;
  const ended: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "keepsake-project-"));
    const tarball = await buildLibrary(join(folder, "build"));
    library = await readFile(tarball);
    parts = await projectParts(root, tarball);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(ended.map((end) => end()));
    await rm(folder, { recursive: true, force: true });
  });

  function projectOf(name: string, files: Readonly<Record<string, string>>, spec: SetupSpec): Project {
    const pageUrl = `https://course.example/exercises/${name}/`;
    return { name, title: "A title", pageUrl, setup: completeSetup(spec), startPath: "/cart", files };
  }

  const unpack = (project: Project) => unzipSync(projectZip(project, parts, library, Date.UTC(2026, 0, 2)));

  async function writeUnpacked(project: Project): Promise<string> {
    for (const [path, bytes] of Object.entries(unpack(project))) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), bytes);
    }
    return join(folder, project.name);
  }

  function start(home: string, command: string, ...args: string[]): ChildProcess & { said: string } {
    const child = Object.assign(
      // In a group of its own, so that all of it can be ended.
      spawn(command, args, { cwd: home, detached: true, stdio: ["ignore", "pipe", "pipe"] }),
      { said: "" },
    );
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        child.said += chunk.toString();
      });
    }
    // Not before all that hold its output have ended too.
    const closed = once(child, "close");
    ended.push(async () => {
      if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
        process.kill(-child.pid);
      }
      await closed;
    });
    return child;
  }

  it("installs and runs with two commands: the cart's solution answers as in the page", async () => {
    const { starter, solution, exercise } = await loadExercise(root, "shopping-cart");
    const files = { ...starter, ...solution };
    const project = projectOf("shopping-cart", files, exercise);
    const port = await freePort();
    const server = files["server.ts"] ?? "";
    expect(server).toContain("7148");
    const home = await writeUnpacked({
      ...project,
      files: { ...files, "server.ts": server.replace("7148", String(port)) },
    });

    // With the packages that this repository's own install has left in npm's cache.
    await run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund"], { cwd: home });
    const child = start(home, "npm", "start");
    const cart = `http://127.0.0.1:${port}/cart`;
    const first = await firstAnswer(child, cart, () => child.said);
    expect(first.status).toBe(200);
    const added = await fetch(`${cart}/add`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ product_id: 1 }),
    });
    expect(added.status).toBe(201);
    const cookie = added.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    expect(cookie).toMatch(/^tina4_session=/);
    expect(await (await fetch(`${cart}/api`, { headers: { cookie } })).json()).toMatchObject({
      item_count: 1,
    });

    const installed = await readFile(join(home, "node_modules", "keepsake", "package.json"), "utf8");
    expect(JSON.parse(installed)).toMatchObject({ name: "keepsake", version: parts.library.entry.version });
    const lock = JSON.parse(await readFile(join(home, "package-lock.json"), "utf8"));
    expect(lock.packages["node_modules/keepsake"].resolved).toBe(`file:${parts.library.file}`);
    expect(lock.packages["node_modules/express"].version).toBe(parts.locked["node_modules/express"]?.version);
    const types = join(root, "node_modules", "typescript", "lib", "tsc.js");
    await run(process.execPath, [types, "-p", home]).catch((error: { readonly stdout?: string }) => {
      throw new Error(`An editor would mark:\n${error.stdout}`);
    });
  });

  it("starts several programs in order, each with its port and environment, and ends them together", async () => {
    const ports = [await freePort(), await freePort()] as const;
    const program = `import { createServer } from "node:http";
      const greeting: string = process.env["GREETING"] ?? "";
      createServer((_, response) => response.end(greeting + process.env["PORT"])).listen(Number(process.env["PORT"]));\n`;
    const home = await writeUnpacked(
      projectOf(
        "two-programs",
        { "one.ts": program },
        {
          entry: "",
          port: 1,
          processes: [
            { name: "a", run: "node one.ts", port: ports[0], env: { GREETING: "first " } },
            { name: "b", run: "node one.ts", port: ports[1], after: ["a"] },
            { name: "later", run: "node one.ts", port: 1, startsWithRun: false },
          ],
        },
      ),
    );
    const child = start(home, process.execPath, "start.mjs");
    expect(await (await firstAnswer(child, `http://127.0.0.1:${ports[1]}`, () => child.said)).text()).toBe(
      String(ports[1]),
    );
    expect(await (await fetch(`http://127.0.0.1:${ports[0]}`)).text()).toBe(`first ${ports[0]}`);
    expect(child.said).toMatch(/a \| started.*\n(.*\n)*b \| started/);
    expect(child.said).not.toContain("later |");
    const closed = once(child, "close");
    child.kill("SIGTERM");
    await closed;
    await expect(fetch(`http://127.0.0.1:${ports[0]}`)).rejects.toThrow();
  });

  it("says what is not installed, starts nothing that waits for it, and ends with an error", async () => {
    const spec: SetupSpec = {
      entry: "",
      port: 1,
      processes: [
        { name: "store", run: "no-such-server --port 1", port: 1 },
        { name: "shop", run: "node server.ts", after: ["store"] },
      ],
    };
    const home = await writeUnpacked(projectOf("no-store", { "server.ts": "" }, spec));
    const { code, stdout, stderr } = await run(process.execPath, ["start.mjs"], { cwd: home }).then(
      () => ({ code: 0, stdout: "", stderr: "" }),
      (error: { readonly code: number; readonly stdout: string; readonly stderr: string }) => error,
    );
    expect(code).toBe(1);
    expect(stdout).toContain("no-such-server is not installed here.");
    expect(stderr).toContain("shop is not started");
  });

  it("fetches no package that the page does not have, and says so", async () => {
    const files = {
      "server.ts":
        'import session from "express-session";\nimport evil from "expres";\nimport "node:fs";\nimport "http";\n',
      "package.json": '{"scripts":{"postinstall":"node steal.js"}}',
    };
    const unpacked = unpack(projectOf("typo", files, { entry: "server.ts", port: 7148 }));
    const text = (path: string) => strFromU8(unpacked[`typo/${path}`] ?? new Uint8Array());
    const manifest = JSON.parse(text("package.json"));
    expect(Object.keys(manifest.dependencies)).toEqual(["express", "express-session", "keepsake"]);
    expect(manifest.scripts).toEqual({ start: "node server.ts" });
    expect(text("README.md")).toContain("Your files name `expres`, which the page does not have");
    expect(text("yours.package.json")).toBe(files["package.json"]);
    const places = Object.keys(JSON.parse(text("package-lock.json")).packages);
    expect(places).toContain("node_modules/express-session/node_modules/cookie");
    expect(places.filter((place) => /expres$|ioredis|multer/.test(place))).toEqual([]);
  });
});
