import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { FolderFile, SharedFolder } from "../../engine/shared-folder.ts";
import { type TextFiles, Workspace } from "../workspace.ts";
import type { AgreementStore } from "./agreement-store.ts";
import { FolderSync } from "./folder-sync.ts";

const started: FolderSync[] = [];
afterEach(() => {
  for (const sync of started.splice(0)) sync.stop();
});

/** A disk in memory. `pace` holds each verb up, so that others can come between. */
class MemoryFolder implements SharedFolder {
  readonly name = "work/test";
  readonly files = new Map<string, FolderFile>();
  pace: <T>(value: T) => Promise<T> = async (value) => value;

  write(path: string, text: string | undefined): void {
    if (text === undefined) this.files.delete(path);
    else this.files.set(path, { kind: "text", text });
  }

  text(path: string): string | undefined {
    const file = this.files.get(path);
    return file?.kind === "text" ? file.text : undefined;
  }

  async read(): Promise<Readonly<Record<string, FolderFile>>> {
    await this.pace(undefined);
    return Object.fromEntries(this.files);
  }

  async look(path: string): Promise<FolderFile | undefined> {
    await this.pace(undefined);
    return this.pace(this.files.get(path));
  }

  async replace(path: string, from: string | undefined, to: string | undefined): Promise<boolean> {
    await this.pace(undefined);
    const file = this.files.get(path);
    if (file?.kind === "other" || this.text(path) !== from) return this.pace(false);
    this.write(path, to);
    return this.pace(true);
  }

  async clear(): Promise<void> {}
}

function memoryAgreement(kept?: TextFiles): AgreementStore {
  let files = kept;
  return {
    read: () => files,
    write: (given) => {
      files = given;
    },
  };
}

async function start(
  workspace: Workspace,
  folder: MemoryFolder,
  agreement = memoryAgreement(),
): Promise<FolderSync> {
  const onError = (error: unknown) => {
    throw error;
  };
  const sync = await FolderSync.start({ workspace, folder, agreement, onError });
  started.push(sync);
  return sync;
}

describe("page and folder", () => {
  it("fill an empty folder with what is in the page", async () => {
    const workspace = new Workspace({ "a.ts": "starter" });
    workspace.write("a.ts", "mine");
    const folder = new MemoryFolder();
    const sync = await start(workspace, folder);
    expect(folder.text("a.ts")).toBe("mine");
    expect(sync.conflicts.value).toEqual([]);
  });

  it("take into an untouched page what is in the folder", async () => {
    const workspace = new Workspace({ "a.ts": "starter" });
    const folder = new MemoryFolder();
    folder.write("a.ts", "edited on the disk");
    folder.write("new.ts", "new");
    await start(workspace, folder);
    expect(workspace.files.value).toEqual({ "a.ts": "edited on the disk", "new.ts": "new" });
  });

  it("ask at the first meeting when both have an edit of their own, and keep both", async () => {
    const workspace = new Workspace({ "a.ts": "starter" });
    workspace.write("a.ts", "mine");
    const folder = new MemoryFolder();
    folder.write("a.ts", "theirs");
    const sync = await start(workspace, folder);
    expect(sync.conflicts.value).toEqual([{ path: "a.ts", disk: "theirs" }]);
    expect([workspace.read("a.ts"), folder.text("a.ts")]).toEqual(["mine", "theirs"]);
  });

  it("go on from what was agreed at an earlier visit", async () => {
    const agreement = memoryAgreement({ "a.ts": "agreed", "b.ts": "agreed", "c.ts": "agreed" });
    const workspace = new Workspace({ "a.ts": "starter" });
    workspace.replace({ "a.ts": "agreed", "b.ts": "edited in the page" });
    const folder = new MemoryFolder();
    folder.write("a.ts", "edited on the disk");
    folder.write("b.ts", "agreed");
    folder.write("c.ts", "agreed");
    const sync = await start(workspace, folder, agreement);
    expect(sync.conflicts.value).toEqual([]);
    expect(workspace.files.value).toEqual({ "a.ts": "edited on the disk", "b.ts": "edited in the page" });
    expect([...folder.files.keys()].sort()).toEqual(["a.ts", "b.ts"]);
  });

  it("leave alone what is no text, and a program's data", async () => {
    const workspace = new Workspace({ "a.ts": "a" });
    const folder = new MemoryFolder();
    folder.files.set("logo.png", { kind: "other" });
    folder.write("data/sessions/1.json", "{}");
    folder.write("a.ts~", "backup");
    const sync = await start(workspace, folder);
    await sync.changed(["data/sessions/1.json", "a.ts~", "logo.png"]);
    expect(Object.keys(workspace.files.value)).toEqual(["a.ts"]);
    folder.files.set("a.ts", { kind: "other" });
    await sync.changed(["a.ts"]);
    expect(workspace.read("a.ts")).toBe("a");
    expect(sync.conflicts.value).toEqual([]);
    workspace.write("a.ts", "edited");
    await sync.flush();
    expect(sync.conflicts.value).toEqual([{ path: "a.ts", disk: undefined }]);
    expect(folder.files.get("a.ts")).toEqual({ kind: "other" });
  });

  it.each(["page", "disk"] as const)("make both the %s's when that is kept", async (keep) => {
    const workspace = new Workspace({ "a.ts": "starter" });
    const folder = new MemoryFolder();
    const sync = await start(workspace, folder);
    workspace.write("a.ts", "page");
    folder.write("a.ts", "disk");
    await sync.changed(["a.ts"]);
    const [conflict] = sync.conflicts.value;
    if (conflict === undefined) throw new Error("There is a conflict.");
    expect(await sync.resolve(conflict, keep, "page")).toBe(true);
    expect([workspace.read("a.ts"), folder.text("a.ts")]).toEqual([keep, keep]);
    expect(sync.conflicts.value).toEqual([]);
  });

  it("ask again when what the learner did not see would go", async () => {
    const workspace = new Workspace({ "a.ts": "starter" });
    const folder = new MemoryFolder();
    const sync = await start(workspace, folder);
    workspace.write("a.ts", "page");
    folder.write("a.ts", "disk");
    await sync.changed(["a.ts"]);
    const [conflict] = sync.conflicts.value;
    if (conflict === undefined) throw new Error("There is a conflict.");
    workspace.write("a.ts", "page, typed on");
    expect(await sync.resolve(conflict, "disk", "page")).toBe(false);
    folder.write("a.ts", "disk, saved again");
    await sync.resolve(conflict, "page", "page, typed on");
    expect(sync.conflicts.value).toEqual([{ path: "a.ts", disk: "disk, saved again" }]);
    expect([workspace.read("a.ts"), folder.text("a.ts")]).toEqual(["page, typed on", "disk, saved again"]);
  });
});

describe("any order of edits", () => {
  type Act = { readonly side: "page" | "disk" | "round"; readonly path: string; readonly remove: boolean };
  const act: fc.Arbitrary<Act> = fc.record({
    side: fc.constantFrom("page", "disk", "round"),
    path: fc.constantFrom("a.ts", "b.ts"),
    remove: fc.boolean(),
  });

  it("loses no text that nobody has seen, and ends in agreement or with a question", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(act, { maxLength: 14 }), async (scheduler, acts) => {
        const workspace = new Workspace({ "a.ts": "0" });
        const folder = new MemoryFolder();
        const sync = await start(workspace, folder);
        folder.pace = (value) => scheduler.schedule(Promise.resolve(value));
        /** Texts that an editor of one side replaced itself: it had seen them. */
        const seen = new Set<string | undefined>();
        const written: { path: string; text: string }[] = [];
        const rounds: Promise<unknown>[] = [];
        const todo = acts.map(({ side, path, remove }, index) => async () => {
          const text = remove ? undefined : `${path} ${index}`;
          if (side === "round") rounds.push(sync.changed([path]));
          else {
            if (text !== undefined) written.push({ path, text });
            seen.add(side === "page" ? workspace.read(path) : folder.text(path));
            if (side === "disk") folder.write(path, text);
            else if (text === undefined) workspace.remove(path);
            else workspace.write(path, text);
          }
        });
        scheduler.scheduleSequence(todo);
        await scheduler.waitIdle();
        rounds.push(sync.changed(["a.ts", "b.ts"]));
        await scheduler.waitIdle();
        await Promise.all(rounds);
        for (const { path, text } of written) {
          expect([workspace.read(path), folder.text(path), ...seen]).toContain(text);
        }
        for (const path of ["a.ts", "b.ts"]) {
          const asked = sync.conflicts.value.some((conflict) => conflict.path === path);
          expect(workspace.read(path) === folder.text(path)).toBe(!asked);
        }
        sync.stop();
      }),
      { numRuns: 500 },
    );
  });
});
