import { afterEach, beforeAll, expect, it } from "vitest";
import type { Engine } from "../../../engine/engine.ts";
import { bootLocalEngine } from "../../../engine/local/local-engine.ts";
import { bootWebContainer } from "../../../engine/webcontainer/boot-webcontainer.ts";
import { ContainerDouble } from "../../../engine/webcontainer/container-double.fixture.ts";
import { containerFiles } from "../../../engine/webcontainer/container-files.ts";
import type { AttachedCommand, CommandRun } from "../shell/shell-io.ts";
import { machineShellCommand } from "./machine-shell.ts";

let engine: Engine;
let files = "";

beforeAll(async () => {
  const content = Buffer.from(JSON.stringify(await containerFiles()));
  files = `data:application/json;base64,${content.toString("base64")}`;
}, 60_000);
afterEach(() => engine.teardown());

interface Trial {
  readonly run: CommandRun;
  readonly printed: () => string;
  /** Settles with the command that took the keyboard. */
  readonly attached: Promise<AttachedCommand>;
  readonly detached: () => boolean;
}

function trial(signal = new AbortController().signal): Trial {
  let printed = "";
  let detached = false;
  const attached = Promise.withResolvers<AttachedCommand>();
  const print = (text: string | Uint8Array) => {
    printed += String(text);
  };
  const run: CommandRun = {
    stdin: new Uint8Array(0),
    stdout: print,
    stderr: print,
    hint: print,
    env: {},
    cwd: "/project",
    signal,
    typist: {
      ask: async () => undefined,
      attach: (command) => {
        attached.resolve(command);
        return () => {
          detached = true;
        };
      },
      size: () => ({ columns: 72, rows: 18 }),
    },
  };
  return { run, printed: () => printed, attached: attached.promise, detached: () => detached };
}

it("hands the terminal to the container's shell until that ends", async () => {
  const api = new ContainerDouble();
  engine = await bootWebContainer({ files, loadApi: async () => api });
  await engine.mount({ "here.txt": "found" });
  const { run, printed, attached, detached } = trial();
  const ended = machineShellCommand(async () => engine).run([], run);
  const shell = await attached;
  shell.resize({ columns: 40, rows: 10 });
  shell.write("cat here.txt; exit 3\n");
  expect(await ended).toBe(3);
  expect(printed()).toContain("found");
  expect(detached()).toBe(true);
  expect(api.containers[0]?.sizes.slice(-2)).toEqual([
    { cols: 72, rows: 18 },
    { cols: 40, rows: 10 },
  ]);
});

it("gives the terminal back when the container goes, and when it is stopped", async () => {
  const api = new ContainerDouble();
  engine = await bootWebContainer({ files, loadApi: async () => api });
  const stop = new AbortController();
  const stopped = trial(stop.signal);
  const first = machineShellCommand(async () => engine).run([], stopped.run);
  await stopped.attached;
  stop.abort();
  expect(await first).not.toBe(0);
  const lost = trial();
  const second = machineShellCommand(async () => engine).run([], lost.run);
  await lost.attached;
  api.containers[0]?.crash();
  expect(await second).not.toBe(0);
  expect([stopped.detached(), lost.detached()]).toEqual([true, true]);
});

it("says where there is one when the machine has none", async () => {
  engine = await bootLocalEngine();
  const { run, printed } = trial();
  expect(await machineShellCommand(async () => engine).run([], run)).toBe(127);
  expect(printed()).toContain("a WebContainer has one");
});
