import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { contractAssert, engineContract } from "../contract.ts";
import { type Engine, EngineError } from "../engine.ts";
import { bootWebContainer, pageObstacle } from "./boot-webcontainer.ts";
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

async function boot(api = new ContainerDouble()): Promise<Engine> {
  const engine = await bootWebContainer({ files, timeoutMs: 60_000, loadApi: async () => api });
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
      /^WebContainer (?:did not start|was not ready) within 0\.\d seconds; the network may be .*\.$/,
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

it("waits for a boot that hangs instead of starting another behind it", async () => {
  const api = new ContainerDouble({ boot: "never" });
  const loadApi = async () => api;
  for (const _attempt of [1, 2]) {
    await expect(bootWebContainer({ files, timeoutMs: 30, loadApi })).rejects.toMatchObject({
      code: "boot-failed",
    });
  }
  expect(api.boots).toBeLessThanOrEqual(1);
});

it("knows what a page lacks", () => {
  expect(pageObstacle({ crossOriginIsolated: false })).toBe(
    "WebContainer needs a page that is cross-origin isolated, and this one is not.",
  );
  expect(pageObstacle({ crossOriginIsolated: true, navigator: { onLine: false } })).toBe(
    "WebContainer needs the network, and the browser is offline.",
  );
  expect(pageObstacle({ crossOriginIsolated: true, navigator: { onLine: true } })).toBeUndefined();
});
