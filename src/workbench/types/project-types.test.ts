import { afterEach, describe, expect, it } from "vitest";
import { Workspace } from "../workspace.ts";
import type { LibraryFiles } from "./library-pack.ts";
import { ProjectTypes } from "./project-types.ts";
import { serveTypes } from "./serve-types.ts";
import { TypeClient, type TypesLinkEvents } from "./type-client.ts";

/** As little of a library as TypeScript accepts. */
const library: LibraryFiles = new Map([
  [
    "/lib/lib.es2024.d.ts",
    "interface Array<T> {} interface Boolean {} interface CallableFunction {} interface Function {} interface IArguments {} interface NewableFunction {} interface Number {} interface Object {} interface RegExp {} interface String {}",
  ],
]);

/** A worker without a thread: messages are copied and arrive later, as a worker's do. */
class TrialWorker {
  readonly client: TypeClient;
  opened = 0;
  ended = 0;
  asked = 0;
  isDeaf = false;
  events: TypesLinkEvents | undefined;

  constructor(loadLibrary: () => Promise<LibraryFiles> = () => Promise.resolve(library)) {
    this.client = new TypeClient((events) => {
      this.opened += 1;
      this.events = events;
      const take = serveTypes(loadLibrary, (message) => {
        const copy = structuredClone(message);
        queueMicrotask(() => events.onMessage(copy));
      });
      return {
        post: (message) => {
          if (message.kind === "ask") this.asked += 1;
          if (!this.isDeaf) take(structuredClone(message));
        },
        end: () => {
          this.ended += 1;
        },
      };
    });
  }
}

let open: ProjectTypes | undefined;

function typesOf(worker: TrialWorker, files: Record<string, string>, front = "server.ts") {
  const workspace = new Workspace(files);
  open = new ProjectTypes(worker.client, workspace, () => front);
  return { workspace, types: open };
}

afterEach(() => open?.close());

const wrong = { "server.ts": "export const n: number = 'a';\n", "cart.ts": "export const a: string = 1;\n" };

/** Where problems are, as text. */
function places(types: ProjectTypes): string[] {
  return types.problems.value.map(({ path, line }) => `${path}:${line}`);
}

describe("the types of a workspace", () => {
  it("are looked through in all files, and follow edits, new files and files that go", async () => {
    const { workspace, types } = typesOf(new TrialWorker(), wrong);
    await types.check();
    expect(places(types)).toEqual(["cart.ts:1", "server.ts:1"]);
    workspace.write("server.ts", "\nexport const n: string = 1;\n");
    workspace.write("more.ts", "export const n: string = 1;\n");
    workspace.remove("cart.ts");
    await types.check();
    expect(places(types)).toEqual(["more.ts:1", "server.ts:2"]);
  });

  it("drop what they found out about a text that has changed meanwhile", async () => {
    const { workspace, types } = typesOf(new TrialWorker(), wrong);
    const first = types.check();
    workspace.write("server.ts", "export const n = 1;\n");
    await first;
    expect(places(types)).toEqual([]);
    await types.check();
    expect(places(types)).toEqual(["cart.ts:1"]);
  });

  it("count lines as the editor does, whatever ends them", async () => {
    const { types } = typesOf(new TrialWorker(), {
      "server.ts": "const a = 1;\r\nexport const n: string = a;\r\n",
    });
    await types.check();
    expect(types.problems.value[0]).toMatchObject({ line: 2, from: 26 });
  });

  it("are those of the files as they are at the question", async () => {
    const { workspace, types } = typesOf(new TrialWorker(), { "server.ts": "" });
    workspace.write("server.ts", "const port = 7148;\n");
    expect((await types.ask("quickInfo", "server.ts", 7))?.signature).toBe("const port: 7148");
  });

  it("are nothing where TypeScript itself fails, and go on after it", async () => {
    const { types } = typesOf(new TrialWorker(), wrong);
    expect(await types.ask("quickInfo", "server.ts", Number.NaN)).toBeUndefined();
    expect(await types.ask("quickInfo", "server.ts", 14)).toBeDefined();
  });
});

describe("a worker that dies", () => {
  it("is said once, leaves no question open, and is not begun again unasked", async () => {
    const worker = new TrialWorker();
    const { types } = typesOf(worker, wrong);
    worker.isDeaf = true;
    const waiting = types.ask("quickInfo", "server.ts", 14);
    worker.events?.onDeath("out of memory");
    expect(await waiting).toBeUndefined();
    expect(worker.client.state.value).toEqual({
      kind: "failed",
      message: "Types are not there: out of memory. The editor works without them.",
    });
    expect(await types.ask("quickInfo", "server.ts", 14)).toBeUndefined();
    expect({ opened: worker.opened, ended: worker.ended }).toEqual({ opened: 1, ended: 1 });

    worker.isDeaf = false;
    worker.client.retry();
    await types.check();
    expect(places(types)).toEqual(["cart.ts:1", "server.ts:1"]);
    expect(worker.client.state.value.kind).toBe("ready");
  });

  it("is also one whose libraries do not come", async () => {
    const worker = new TrialWorker(() => Promise.reject(new Error("/types/manifest.json answered 404")));
    const { types } = typesOf(worker, wrong);
    expect(await types.ask("quickInfo", "server.ts", 14)).toBeUndefined();
    expect(worker.client.state.value).toMatchObject({
      kind: "failed",
      message: expect.stringContaining("/types/manifest.json answered 404"),
    });
  });

  it("is not a worker that was given back: that one comes back by itself", async () => {
    const worker = new TrialWorker();
    const { types } = typesOf(worker, wrong);
    await types.check();
    worker.client.stop();
    expect(worker.client.state.value.kind).toBe("off");
    await types.check();
    expect(worker.opened).toBe(2);
    expect(places(types)).toEqual(["cart.ts:1", "server.ts:1"]);
  });
});
