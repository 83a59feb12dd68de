import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { encodeAssignment } from "../../assignment/assignment-link.ts";
import { makePrivateKey } from "../../assignment/key-pair.ts";
import { receiptCode } from "../../assignment/receipt.ts";
import { openHandIn } from "../../assignment/sealed-hand-in.ts";
import { type LoadedExercise, loadExercise } from "../../course/load-exercise.ts";
import type { Grade } from "../../grader/grade.ts";
import { freePort } from "../../session/trial-servers/server-process.ts";
import { filesDiff } from "./files-diff.ts";
import { type ScreenState, screenRows } from "./screen.ts";
import { ExerciseSession } from "./session.ts";
import { submit } from "./submit.ts";
import { WorkFolder } from "./work-folder.ts";

const REPOSITORY = fileURLToPath(new URL("../../../", import.meta.url));
const NOW = new Date("2026-11-27T18:31:00Z");

let root: string;
let loaded: LoadedExercise;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "keepsake-exercise-"));
  for (const name of ["exercises", "solutions"]) await symlink(join(REPOSITORY, name), join(root, name));
  loaded = await loadExercise(root, "visit-counter");
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe("the work folder", () => {
  it("begins with the starter, keeps what is there, and a reset keeps the draft", async () => {
    const work = await WorkFolder.open(root, loaded);
    expect(await work.files()).toEqual(loaded.starter);
    await writeFile(join(work.folder, "server.ts"), "// mine\n");
    const again = await WorkFolder.open(root, loaded);
    expect((await again.files())["server.ts"]).toBe("// mine\n");
    const draft = await again.reset(NOW);
    expect(await readFile(join(draft, "server.ts"), "utf8")).toBe("// mine\n");
    expect(await again.files()).toEqual(loaded.starter);
  });

  it("opens hints one by one, and notes the solution only before passing", async () => {
    const work = await WorkFolder.open(root, loaded);
    const { hints } = loaded.exercise;
    for (let each = 0; each < hints.length + 2; each += 1) await work.openHint(each);
    expect((await work.log()).hints).toEqual(hints.map((_hint, index) => ({ hint: index + 1, atMs: index })));
    await work.noteAttempt({ atMs: 5, passed: true, passedTests: 1, tests: 1, failed: [] }, []);
    await work.noteSolution(6);
    expect((await work.log()).solutionShownAtMs).toBeUndefined();
  });
});

/** The link of an assignment of two exercises. */
function linkFor(publicKey: string, instructions = ""): string {
  return encodeAssignment({
    ...{ version: 1, title: "Visits", instructions, zone: "UTC", hints: true, solution: true },
    exercises: ["visit-counter", "shopping-cart"].map((id) => ({ id, points: { kind: "share", points: 1 } })),
    ...{ late: { kind: "mark" }, passing: { kind: "every-test" }, courseVersion: "0.1.0" },
    publicKey,
  });
}

it("a hand-in from the disk is one like the page's", async () => {
  const key = await makePrivateKey("Web", 0);
  const link = linkFor(key.publicKey);
  const order = { root, courseVersion: "0.1.0", nowMs: NOW.getTime() };
  await expect(submit(order)).rejects.toThrow("Say once which assignment it is and who you are");
  await expect(submit({ ...order, assignment: link, name: "Ada" })).rejects.toThrow(
    "There is no work folder of",
  );
  const work = await WorkFolder.open(root, loaded);
  await work.noteAttempt({ atMs: 5, passed: false, passedTests: 0, tests: 1, failed: ["x"] }, [
    { name: "x", state: "fail" },
  ]);
  const first = await submit({ ...order, assignment: link, name: "Ada", number: "1" });
  const second = await submit(order);
  expect(second.missing).toEqual(["Build a shopping cart"]);
  expect([first.path, second.path].map((path) => path.slice(root.length))).toEqual([
    "/work/ada-visits.keepsake",
    "/work/ada-visits-2.keepsake",
  ]);
  const sealed = new Uint8Array(await readFile(second.path));
  expect(receiptCode(sealed)).toBe(second.receipt);
  const { learner, sequence, exercises } = await openHandIn(sealed, key);
  expect([learner, sequence]).toEqual([{ name: "Ada", studentNumber: "1" }, 2]);
  expect(exercises).toMatchObject([
    { id: "visit-counter", files: loaded.starter, attempts: [{ atMs: 5 }], pageResult: { passed: false } },
  ]);
});

describe("handing in from the disk", () => {
  const key = makePrivateKey("Web", 0);
  const order = async (instructions?: string) => ({
    ...{ root, courseVersion: "0.1.0", nowMs: NOW.getTime(), name: "Ada" },
    assignment: linkFor((await key).publicKey, instructions),
  });
  const handInsThere = async () =>
    (await readdir(join(root, "work"))).filter((name) => /[^/]\.(keepsake|part)/.test(name));
  const open = async (path: string) => openHandIn(new Uint8Array(await readFile(path)), await key);

  it("overwrites no earlier hand-in when the wording was mended or what was counted is gone", async () => {
    await WorkFolder.open(root, loaded);
    const first = await submit(await order("first words"));
    const bytes = await readFile(first.path);
    const mended = await submit(await order("mended words"));
    await rm(join(root, "work/.keepsake/learner.json"));
    const again = await submit(await order("mended words"));
    expect([first, mended, again].map(({ path }) => basename(path))).toEqual([
      "ada-visits.keepsake",
      "ada-visits-2.keepsake",
      "ada-visits-3.keepsake",
    ]);
    expect(await readFile(first.path)).toEqual(bytes);
    expect((await open(again.path)).sequence).toBe(3);
    expect(await handInsThere()).toHaveLength(3);
  });

  it("does not begin anew over what it noted and cannot read", async () => {
    await WorkFolder.open(root, loaded);
    await submit(await order());
    const noted = join(root, "work/.keepsake/learner.json");
    await writeFile(noted, '{"assignment": ');
    await expect(submit(await order())).rejects.toThrow(
      `${noted} cannot be read: it has who you are and how often you handed in. Mend it, or delete it and say again who you are.`,
    );
    expect(await readFile(noted, "utf8")).toBe('{"assignment": ');
    expect(await handInsThere()).toEqual(["ada-visits.keepsake"]);
  });

  it("leaves out and names what no hand-in can hold, and folders that begin with a dot", async () => {
    const { folder } = await WorkFolder.open(root, loaded);
    const long = `${"a".repeat(199)}.ts`;
    for (const path of ["aux.ts", "what is this?.md", long, "my notes.md"])
      await writeFile(join(folder, path), "x");
    await mkdir(join(folder, ".git"));
    await writeFile(join(folder, ".git/config"), "[core]\n");
    const { path, leftOut } = await submit(await order());
    expect(leftOut).toEqual([long, "aux.ts", "what is this?.md"].map((name) => `work/visit-counter/${name}`));
    const [exercise] = (await open(path)).exercises;
    expect(exercise?.files).toEqual({ ...loaded.starter, "my notes.md": "x" });
  });

  it("says to whoever hands in what is to be done: too many files, no name, too much", async () => {
    const { folder } = await WorkFolder.open(root, loaded);
    await expect(submit({ ...(await order()), name: " " })).rejects.toThrow(
      "Say once which assignment it is",
    );
    await writeFile(join(folder, "large.txt"), "x".repeat(17 * 1024 * 1024));
    await expect(submit(await order())).rejects.toThrow(
      "Your hand-in is larger than any can be (4 MB sealed, 16 MB unpacked), so it was not saved. Take large files out of your exercises, save them elsewhere, and hand in again.",
    );
    await rm(join(folder, "large.txt"));
    await expect(submit({ ...(await order()), name: "A".repeat(200) })).rejects.toThrow(
      /^Your hand-in is not as it must be \(learner\.name: .+\), so it was not saved\./,
    );
    for (let count = 0; count < 200; count += 1) await writeFile(join(folder, `${count}.ts`), "");
    await expect(submit(await order())).rejects.toThrow(
      `work/visit-counter has ${200 + Object.keys(loaded.starter).length} files, and a hand-in takes 200 of an exercise. Take away what is not your program.`,
    );
    expect(await handInsThere()).toEqual([]);
  });
});

const passing: Grade = { exerciseId: "visit-counter", seed: 1, passed: true, tests: [], durationMs: 1 };

describe("a session", () => {
  it("runs the program, grades every save, and says it in plain lines where there is no terminal", async () => {
    const port = await freePort();
    const server = `import { createServer } from "node:http";
createServer((_req, res) => res.end("one")).listen(process.env.PORT);
console.log("up");
`;
    const own = { ...loaded, exercise: { ...loaded.exercise, port }, starter: { "server.ts": server } };
    const work = await WorkFolder.open(root, own);
    let text = "";
    const graded: string[] = [];
    const session = new ExerciseSession({
      work,
      terminal: {
        ...{ isTTY: false, hasColour: false, size: () => ({ columns: 80, rows: 24 }) },
        write: (more) => {
          text += more;
        },
      },
      grade: async (files) => {
        graded.push(files["server.ts"] ?? "");
        return passing;
      },
      handIn: async () => ["no assignment"],
      nowMs: () => NOW.getTime(),
    });
    try {
      await session.start();
      const ask = () =>
        fetch(`http://localhost:${port}/`).then(
          (answer) => answer.text(),
          () => undefined,
        );
      await vi.waitUntil(async () => (await ask()) === "one", { timeout: 60_000 });
      await vi.waitUntil(() => graded.length > 0, { timeout: 60_000 });
      await writeFile(join(work.folder, "server.ts"), server.replace('"one"', '"two"'));
      await vi.waitUntil(async () => (await ask()) === "two", { timeout: 60_000 });
      // On a busy machine one save can be seen as two, and is graded twice.
      await vi.waitUntil(() => graded.at(-1)?.includes('"two"'), { timeout: 60_000 });
      await session.diff();
      await session.hint();
    } finally {
      await session.close();
    }
    expect(await fetch(`http://localhost:${port}/`).catch(() => "ended")).toBe("ended");
    expect(text).toContain(`The program: http://localhost:${port}`);
    expect(text).toContain('+ createServer((_req, res) => res.end("two"))');
    expect(text).toContain(`1. ${loaded.exercise.hints[0]}`);
    expect(graded.length).toBeGreaterThan(1);
    expect((await work.log()).attempts).toHaveLength(graded.length);
  });
});

describe("the screen", () => {
  const state: ScreenState = {
    ...{
      title: "Count visits",
      folder: "work/visit-counter",
      program: "listening",
      address: "http://localhost:7148",
    },
    ...{ output: ["up", "\u001b[2Jtrick"], isGrading: false, page: undefined },
    grade: {
      ...passing,
      passed: false,
      tests: [
        { name: "Each visit counts", state: "pass", durationMs: 1 },
        {
          ...{ name: "Visitors are apart", state: "fail", durationMs: 1 },
          failure: {
            message: "expected 2 to be 1 for the second visitor, who came for the first time",
            exchanges: [],
          },
        },
      ],
    },
  };

  it.each([
    [80, 24],
    [40, 16],
    [200, 60],
  ])("fills %i by %i, no row wider, and shows why the first test fails", (columns, rows) => {
    const shown = screenRows(state, { columns, rows }, false);
    expect(shown).toHaveLength(Math.max(rows, shown.length));
    expect(shown.every((row) => row.length <= columns)).toBe(true);
    const text = shown.join("\n");
    expect(text).toContain("1 of 2 tests pass");
    expect(text.replaceAll(/\s+/g, " ")).toContain("expected 2 to be 1");
    expect(text).not.toContain("\u001b");
  });

  it("says how much does not fit", () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`);
    const shown = screenRows({ ...state, page: { title: "Many", lines } }, { columns: 40, rows: 20 }, false);
    expect(shown.find((row) => row.startsWith("…"))).toMatch(/^… \d\d more lines$/);
    expect(shown).toHaveLength(20);
  });
});

describe("a difference", () => {
  it("is as small as can be, and shows only what is near", () => {
    const before = Array.from({ length: 20 }, (_, index) => `line ${index}\n`).join("");
    const after = before.replace("line 10\n", "line ten\nmore\n");
    expect(filesDiff({ "a.ts": before, "b.ts": "x\n" }, { "a.ts": after, "c.ts": "y\n" })).toEqual([
      ...[
        "--- a.ts",
        "  …",
        "  line 7",
        "  line 8",
        "  line 9",
        "- line 10",
        "+ line ten",
        "+ more",
        "  line 11",
        "  line 12",
        "  line 13",
        "  …",
      ],
      ...["--- b.ts (gone)", "- x", "--- c.ts (new)", "+ y"],
    ]);
  });
});
