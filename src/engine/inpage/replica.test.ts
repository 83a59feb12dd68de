import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VolumeAuthority } from "./authority.ts";
import { type VolumeChange, VolumeError } from "./kernel.ts";
import { OpenFiles } from "./node/fs/open-files.ts";
import { runNow } from "./node/fs/plan.ts";
import { Replica } from "./replica.ts";
import type { VolumeNotice, VolumeRequest } from "./volume-messages.ts";

/** An authority with processes whose messages travel only when told to. */
class Machine {
  readonly changed: string[] = [];
  readonly authority = new VolumeAuthority((paths) => this.changed.push(...paths));
  readonly processes = [1, 2].map((pid) => {
    const up: VolumeRequest[] = [];
    const down: VolumeNotice[] = [];
    const send = (notice: VolumeNotice) => void down.push(structuredClone(notice));
    const replica = new Replica({
      firstInode: pid * 1000,
      nowMs: () => pid,
      send: (request) => void up.push(structuredClone(request)),
    });
    replica.receive({ kind: "volume-reset", snapshot: structuredClone(this.authority.snapshot()) });
    this.authority.join(send);
    return { replica, up, down, send };
  });

  process(index: number) {
    const process = this.processes[index];
    if (process === undefined) throw new Error(`no process ${index}`);
    return process;
  }

  /** The next message from that process arrives at the authority. */
  deliverUp(index: number): void {
    const { up, send } = this.process(index);
    const request = up.shift();
    if (request !== undefined) this.authority.receive(request, send);
  }

  deliverDown(index: number): void {
    const { down, replica } = this.process(index);
    const notice = down.shift();
    if (notice !== undefined) replica.receive(notice);
  }

  settle(): void {
    for (const index of [0, 1]) {
      while (this.process(index).up.length > 0) this.deliverUp(index);
    }
    for (const index of [0, 1]) {
      while (this.process(index).down.length > 0) this.deliverDown(index);
    }
  }
}

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (content: Uint8Array) => new TextDecoder().decode(content);
const write = (path: string, content: string, more: object = {}): VolumeChange => ({
  kind: "write",
  path,
  bytes: bytes(content),
  ...more,
});

describe("replicas of one tree", () => {
  it("a synchronous change shows at once here, and there once it has travelled", () => {
    const machine = new Machine();
    machine.process(0).replica.apply(write("/project/a", "1"));
    expect(text(machine.process(0).replica.read("/project/a"))).toBe("1");
    expect(machine.process(1).replica.stat("/project/a")).toBeUndefined();
    machine.settle();
    expect(text(machine.process(1).replica.read("/project/a"))).toBe("1");
  });

  it("of two that create a file exclusively, one gets it and the other EEXIST", async () => {
    const machine = new Machine();
    const attempts = machine.processes.map(({ replica }, index) =>
      replica.commit(write("/project/lock", `${index}`, { exclusive: true })).then(
        () => "got it",
        (error: unknown) => (error instanceof VolumeError ? error.code : error),
      ),
    );
    machine.settle();
    expect(await Promise.all(attempts)).toEqual(["got it", "EEXIST"]);
    expect(machine.processes.map(({ replica }) => text(replica.read("/project/lock")))).toEqual(["0", "0"]);
  });

  it("of two that create a file exclusively and synchronously, each believes that it did, until messages travel", () => {
    const machine = new Machine();
    for (const [index, { replica }] of machine.processes.entries())
      replica.apply(write("/project/lock", `${index}`, { exclusive: true }));
    machine.settle();
    expect(machine.processes.map(({ replica }) => text(replica.read("/project/lock")))).toEqual(["0", "0"]);
  });

  it("of two that open a new file synchronously, each writes to the one that there is then", () => {
    const machine = new Machine();
    const path = { shown: "log", full: "/project/log" };
    const opened = machine.processes.map(({ replica }) => {
      const kernel = { volume: replica };
      const files = new OpenFiles(kernel);
      const file = runNow(kernel, files.opening(path, "a"));
      const put = (line: string) => {
        for (const change of file.writing(bytes(line), null)) replica.apply(change);
      };
      return { file, put };
    });
    for (const [index, { put }] of opened.entries()) put(`${index} before\n`);
    machine.settle();
    for (const [index, { put }] of opened.entries()) put(`${index} after\n`);
    machine.settle();
    const whole = "0 before\n1 before\n0 after\n1 after\n";
    expect(opened.map(({ file }) => text(file.bytes()))).toEqual([whole, whole]);
    expect(machine.processes.map(({ replica }) => text(replica.read("/project/log")))).toEqual([
      whole,
      whole,
    ]);
  });

  it("a caller that fills its buffer again changes nothing", () => {
    const machine = new Machine();
    const buffer = Buffer.from("kept");
    machine.process(0).replica.apply({ kind: "write", path: "/project/a", bytes: buffer });
    buffer.fill(0);
    machine.settle();
    expect(machine.processes.map(({ replica }) => text(replica.read("/project/a")))).toEqual([
      "kept",
      "kept",
    ]);
  });

  it("a mount replaces everything and keeps what a process wrote after it", async () => {
    const machine = new Machine();
    machine.process(0).replica.apply(write("/project/old", "old"));
    machine.settle();
    machine.authority.mount({ "new.txt": "new" });
    machine.process(0).replica.apply(write("/project/mine", "mine"));
    machine.settle();
    expect(await machine.authority.list()).toEqual(["mine", "new.txt"]);
    for (const { replica } of machine.processes)
      expect(replica.list("/project")).toEqual(["mine", "new.txt"]);
  });

  it("tells who watches which files changed", () => {
    const machine = new Machine();
    const seen: string[] = [];
    const stop = machine.process(1).replica.watch((path) => seen.push(path));
    machine.process(0).replica.apply(write("/project/a", "1"));
    machine.settle();
    stop();
    machine.process(0).replica.apply(write("/project/b", "1"));
    machine.settle();
    expect(seen).toEqual(["/project/a"]);
  });

  it("end equal to the authority whatever the order in which messages travel", () => {
    const path = fc.constantFrom("/project/a", "/project/b", "/project/d", "/project/d/a");
    const change: fc.Arbitrary<VolumeChange> = fc.oneof(
      fc.record({
        kind: fc.constant("write" as const),
        path,
        bytes: fc.uint8Array({ minLength: 1, maxLength: 2 }),
        append: fc.boolean(),
        exclusive: fc.boolean(),
      }),
      fc.record({ kind: fc.constant("make-folder" as const), path, recursive: fc.boolean() }),
      fc.record({ kind: fc.constant("rename" as const), from: path, to: path }),
      fc.record({ kind: fc.constant("link" as const), from: path, to: path }),
      fc.record({ kind: fc.constant("remove" as const), path, recursive: fc.boolean(), force: fc.boolean() }),
    );
    const step = fc.record({
      process: fc.nat({ max: 1 }),
      action: fc.oneof(
        fc.record({ kind: fc.constant("apply" as const), change }),
        fc.record({ kind: fc.constant("commit" as const), change }),
        fc.record({ kind: fc.constant("up" as const) }),
        fc.record({ kind: fc.constant("down" as const) }),
      ),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const machine = new Machine();
        for (const { process, action } of steps) {
          const { replica } = machine.process(process);
          if (action.kind === "up") machine.deliverUp(process);
          else if (action.kind === "down") machine.deliverDown(process);
          else if (action.kind === "commit") replica.commit(action.change).catch(() => undefined);
          else {
            try {
              replica.apply(action.change);
            } catch (error) {
              if (!(error instanceof VolumeError)) throw error;
            }
          }
        }
        machine.settle();
        const truth = [...machine.authority.snapshot()].sort((x, y) => (x.path < y.path ? -1 : 1));
        for (const { replica } of machine.processes) {
          for (const { path: at, inode, modifiedMs, bytes: content } of truth) {
            expect(replica.stat(at)).toMatchObject({ inode, modifiedMs });
            if (content !== null) expect(replica.read(at)).toEqual(content);
            else
              expect(replica.list(at)).toEqual(truth.filter((one) => parentOf(one.path) === at).map(nameOf));
          }
        }
      }),
      { numRuns: 400 },
    );
  });
});

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

function nameOf({ path }: { readonly path: string }): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
