import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listExercises, loadExercise } from "./load-exercise.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "keepsake-exercise-"));
});

afterEach(() => rm(root, { recursive: true }));

const description = { id: "x", title: "X", summary: "An X.", minutes: 5, open: ["server.ts"] };

async function write(files: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), typeof content === "string" ? content : JSON.stringify(content));
  }
}

const complete = {
  "exercises/x/exercise.json": description,
  "exercises/x/starter/server.ts": "starter",
  "exercises/x/starter/src/a.ts": "a",
  "solutions/x/server.ts": "solution",
  "exercises/x/mutants/wrong/mutant.json": { breaks: "it", fails: ["A test"] },
  "exercises/x/mutants/wrong/server.ts": "wrong",
  "exercises/x/variants/other/server.ts": "other",
};

test("an exercise comes with its files, mutants and variants", async () => {
  await write(complete);
  expect(await listExercises(root)).toEqual(["x"]);
  expect(await loadExercise(root, "x")).toMatchObject({
    slug: "x",
    exercise: { ...description, entry: "server.ts", port: 7148 },
    starter: { "server.ts": "starter", "src/a.ts": "a" },
    solution: { "server.ts": "solution" },
    mutants: [{ name: "wrong", breaks: "it", fails: ["A test"], files: { "server.ts": "wrong" } }],
    variants: [{ name: "other", files: { "server.ts": "other" } }],
    testFile: join(root, "exercises/x/grade.test.ts"),
  });
});

test.each([
  ["an unknown exercise", {}, "y", "There is no exercise y. There are: x."],
  ["a description that is not JSON", { "exercises/x/exercise.json": "{" }, "x", "exercise.json is not JSON"],
  [
    "an unknown setting",
    { "exercises/x/exercise.json": { ...description, colour: 1 } },
    "x",
    'Unrecognized key: "colour"',
  ],
  [
    "a process that waits for nobody, with its line",
    {
      "exercises/x/exercise.json": JSON.stringify(
        { ...description, processes: [{ name: "a", run: "node server.ts", after: ["redis"] }] },
        null,
        1,
      ),
    },
    "x",
    'exercise.json:13: processes.0.after: "a" waits for "redis", which is no process before it.',
  ],
  [
    "a process whose program is missing",
    { "exercises/x/exercise.json": { ...description, processes: [{ name: "a", run: "node b.ts" }] } },
    "x",
    "exercises/x/starter/b.ts is named in exercise.json but is not there.",
  ],
  [
    "a file that is named but missing",
    { "exercises/x/exercise.json": { ...description, open: ["b.ts"] } },
    "x",
    "exercises/x/starter/b.ts is named in exercise.json but is not there. Add it, or correct exercise.json.",
  ],
  [
    "a mutant without a mistake",
    { "exercises/x/mutants/same/mutant.json": { breaks: "it", fails: ["A"] } },
    "x",
    "has no file that differs",
  ],
  [
    "a mutant that names no test",
    { "exercises/x/mutants/wrong/mutant.json": { breaks: "it", fails: [] } },
    "x",
    "mutant.json is not as it must be",
  ],
])("%s is refused with the file and the remedy", async (_what, files, slug, reason) => {
  await write({ ...complete, ...files });
  await expect(loadExercise(root, slug)).rejects.toThrow(reason);
});

test("a missing solution is refused", async () => {
  const { "solutions/x/server.ts": _, ...rest } = complete;
  await write(rest);
  await expect(loadExercise(root, "x")).rejects.toThrow(
    "solutions/x is missing or empty. Put the files there.",
  );
});
