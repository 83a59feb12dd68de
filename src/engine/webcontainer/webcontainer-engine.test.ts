import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { contractAssert, engineContract } from "../contract.ts";
import { type Engine, EngineError } from "../engine.ts";
import { bootWebContainer } from "./boot-webcontainer.ts";
import { ContainerDouble, type ContainerDoubleOptions } from "./container-double.fixture.ts";
import { containerFiles } from "./container-files.ts";

let server: Server;
let files = "";
const booted: Engine[] = [];

beforeAll(async () => {
  const content = JSON.stringify(await containerFiles());
  server = createServer((request, response) => {
    if (request.url !== "/files.json") response.writeHead(404).end();
    else response.setHeader("content-type", "application/json").end(content);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  files = `http://127.0.0.1:${(server.address() as AddressInfo).port}/files.json`;
}, 60_000);
afterAll(() => new Promise((resolve) => server.close(resolve)));
afterEach(async () => {
  await Promise.all(booted.splice(0).map((engine) => engine.teardown()));
});

async function boot(api = new ContainerDouble(), pulseMs = 5_000): Promise<Engine> {
  const engine = await bootWebContainer({ files, timeoutMs: 60_000, pulseMs, loadApi: async () => api });
  booted.push(engine);
  return engine;
}

/** The sentence that a boot fails with. */
async function refusal(options: ContainerDoubleOptions, timeoutMs = 60_000): Promise<string> {
  const api = new ContainerDouble(options);
  const error = await bootWebContainer({ files, timeoutMs, loadApi: async () => api }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EngineError);
  expect(error).toMatchObject({ code: "boot-failed" });
  expect(api.containers.every((container) => container.tornDown)).toBe(true);
  return error instanceof Error ? error.message : "";
}

describe("the contract", () => {
  for (const contractCase of engineContract) {
    it(contractCase.name, { timeout: 60_000 }, async () => {
      await contractCase.run(await boot(), contractAssert);
    });
  }
});

describe("a boot that comes to nothing says why", () => {
  it("never settles, as with no network", async () => {
    expect(await refusal({ boot: "never" }, 300)).toMatch(
      /^WebContainer did not start within 0\.\d seconds; the network may be down, or its servers or their storage blocked in this browser\. Load the page again to try once more\.$/,
    );
  });

  it("rejects", async () => {
    expect(await refusal({ boot: new Error("Unable to create more instances") })).toBe(
      "WebContainer could not start: Unable to create more instances",
    );
  });

  it("answers wrongly: its Node reads no types", async () => {
    const spoil = (path: string, text: string) =>
      path.endsWith("machine.mjs")
        ? text.replace('"--disable-warning=ExperimentalWarning"', '"--no-strip-types"')
        : text;
    expect(await refusal({ spoil })).toMatch(
      /^WebContainer started, but does not run programs as it should: a small Express program ended with code 1 \(.*\)\.$/,
    );
  });

  it("answers wrongly: its responses lose a cookie", async () => {
    const spoil = (path: string, text: string) =>
      path.endsWith("preload.mjs")
        ? `import { ServerResponse as Answer } from "node:http"; const set = Answer.prototype.setHeader; Answer.prototype.setHeader = function (name, value) { return set.call(this, name, Array.isArray(value) ? value.join(", ") : value); };\n${text}`
        : text;
    expect(await refusal({ spoil })).toBe(
      "WebContainer started, but does not run programs as it should: two cookies did not arrive as they were set.",
    );
  });

  it("ends at once", async () => {
    const spoil = (path: string, text: string) =>
      path.endsWith("machine.mjs") ? 'throw new Error("no such thing here")' : text;
    expect(await refusal({ spoil })).toMatch(
      /^The engine's program in the container ended with code 1\. It said: .*/,
    );
  });

  it("finds no files of the engine", async () => {
    const api = new ContainerDouble();
    const failed = bootWebContainer({ files: files.replace("files", "none"), loadApi: async () => api });
    await expect(failed).rejects.toThrow(/The engine's files are not at .*: status 404\./);
    expect(api.boots).toBe(0);
  });

  it("cannot load the package", async () => {
    const failed = bootWebContainer({ files, loadApi: () => Promise.reject(new Error("blocked")) });
    await expect(failed).rejects.toMatchObject({ code: "boot-failed" });
  });

  it("is given up by its caller", async () => {
    const controller = new AbortController();
    const api = new ContainerDouble({ boot: "never" });
    const failed = bootWebContainer({ files, signal: controller.signal, loadApi: async () => api });
    controller.abort();
    await expect(failed).rejects.toMatchObject({ code: "aborted" });
  });
});

describe("one container for all engines of a page", () => {
  it("is booted once, keeps their files and ports apart, and ends with the last of them", async () => {
    const api = new ContainerDouble();
    const [one, two] = await Promise.all([boot(api), boot(api)]);
    expect([api.boots, api.containers.length]).toEqual([1, 1]);
    const server = (name: string) =>
      `require("node:http").createServer((q, r) => r.end("${name}")).listen(7148);`;
    for (const [engine, name] of [
      [one, "first"],
      [two, "second"],
    ] as const) {
      await engine.mount({ "package.json": "{}", "main.js": server(name) });
      const { spawnServer, getText } = await import("../contract/program.ts");
      await spawnServer(engine, "main.js");
      expect(await getText(engine, "/")).toBe(name);
    }
    await one.teardown();
    expect(api.containers[0]?.tornDown).toBe(false);
    expect(await two.fs.list()).toEqual(["main.js", "package.json"]);
    await two.teardown();
    await two.teardown();
    expect(api.containers[0]?.tornDown).toBe(true);
  });

  it("can be booted again when it has ended", async () => {
    const api = new ContainerDouble();
    await (await boot(api)).teardown();
    const again = await boot(api);
    expect(await again.fs.list()).toEqual([]);
    expect(api.boots).toBe(2);
  });

  it("is waited for when its boot hangs, instead of starting another behind it", async () => {
    const gate = Promise.withResolvers<void>();
    const api = new ContainerDouble({ boot: gate.promise });
    const loadApi = async () => api;
    for (const _attempt of [1, 2]) {
      await expect(bootWebContainer({ files, timeoutMs: 30, loadApi })).rejects.toMatchObject({
        code: "boot-failed",
      });
    }
    const waiting = Promise.withResolvers<void>();
    const third = bootWebContainer({
      files,
      timeoutMs: 60_000,
      loadApi,
      onStep: (step) => {
        if (step === "boot") waiting.resolve();
      },
    });
    await waiting.promise;
    gate.resolve();
    booted.push(await third);
    expect(api.boots).toBe(1);
  });

  it("is shut down when it comes after all have given up", async () => {
    const gate = Promise.withResolvers<void>();
    const api = new ContainerDouble({ boot: gate.promise });
    const controller = new AbortController();
    const failed = bootWebContainer({
      files,
      signal: controller.signal,
      loadApi: async () => api,
      onStep: (step) => {
        if (step === "boot") queueMicrotask(() => controller.abort());
      },
    });
    await expect(failed).rejects.toMatchObject({ code: "aborted" });
    gate.resolve();
    await expect.poll(() => api.containers[0]?.tornDown).toBe(true);
  });
});

describe("a container that breaks later", () => {
  const lostReason = (engine: Engine) =>
    new Promise<string>((resolve) => engine.on("lost", ({ reason }) => resolve(reason)));

  it("and ends: its engines say so, once, and refuse everything from then on", async () => {
    const api = new ContainerDouble();
    const engine = await boot(api);
    await engine.mount({ "main.js": "setInterval(() => {}, 1000);" });
    const program = await engine.spawn("node", ["main.js"]);
    const lost = lostReason(engine);
    api.containers[0]?.crash();
    expect(await lost).toMatch(/^The engine's program in the container ended with code \d+\./);
    expect(await program.exit).toEqual({ code: null, reason: "killed" });
    await expect(engine.fs.list()).rejects.toMatchObject({ code: "torn-down" });
    await expect(program.kill()).resolves.toBeUndefined();
    await engine.teardown();
    expect(api.containers[0]?.tornDown).toBe(true);
  });

  it("and answers nothing: the pulse notices, and another can be booted", async () => {
    const api = new ContainerDouble();
    const engine = await boot(api, 300);
    const lost = lostReason(engine);
    api.containers[0]?.freeze();
    expect(await lost).toBe("WebContainer answers nothing any more.");
    expect(api.containers[0]?.tornDown).toBe(true);
    expect(await (await boot(api)).fs.list()).toEqual([]);
  });

  it("answers its pulse while a program computes without end", async () => {
    const engine = await boot();
    await engine.mount({ "main.js": "for (;;);" });
    const stuck = new Promise((resolve) => engine.on("unresponsive", resolve));
    await engine.spawn("node", ["main.js"]);
    await stuck;
    expect(await engine.fs.list()).toEqual(["main.js"]);
  });

  it("takes its shells with it", async () => {
    const api = new ContainerDouble();
    const engine = await boot(api);
    const shell = await engine.openShell?.({ columns: 80, rows: 24 });
    const lost = lostReason(engine);
    api.containers[0]?.crash();
    await lost;
    expect(await shell?.exit).not.toBe(0);
    await expect(engine.openShell?.({ columns: 80, rows: 24 })).rejects.toMatchObject({ code: "torn-down" });
  });
});

it("puts messages together whatever pieces the terminal brings them in", async () => {
  const engine = await boot(new ContainerDouble({ pieces: 7 }));
  const content = "ö".repeat(3_000);
  await engine.mount({ "a.txt": content });
  expect(await engine.fs.readText("a.txt")).toBe(content);
});

it("opens a shell at a terminal in the folder of the files", async () => {
  const api = new ContainerDouble();
  const engine = await boot(api);
  await engine.mount({ "here.txt": "found" });
  const shell = await engine.openShell?.({ columns: 90, rows: 20 });
  if (shell === undefined) throw new Error("There is no shell.");
  shell.resize({ columns: 40, rows: 10 });
  expect(api.containers[0]?.sizes.slice(-2)).toEqual([
    { cols: 90, rows: 20 },
    { cols: 40, rows: 10 },
  ]);
  shell.write("cat here.txt; echo; echo made > by-shell.txt; exit 3\n");
  expect(await shell.exit).toBe(3);
  expect(await new Response(shell.output.pipeThrough(new TextEncoderStream())).text()).toContain("found");
  expect(await engine.fs.readText("by-shell.txt")).toBe("made\n");
  shell.kill();
});

it("says each step of a boot", async () => {
  const steps: string[] = [];
  const api = new ContainerDouble();
  const onStep = (step: string) => void steps.push(step);
  booted.push(await bootWebContainer({ files, loadApi: async () => api, onStep }));
  expect(steps).toEqual(["download", "boot", "machine", "probe", "ready"]);
});
