import { expect, test } from "vitest";
import { assignment, classKey } from "../../assignment/assignment.fixture.ts";
import { fingerprintOf } from "../../assignment/fingerprint.ts";
import { openHandIn, sealHandIn } from "../../assignment/sealed-hand-in.ts";
import { type AttemptLog, emptyLog } from "../attempts/attempt-log.ts";
import { collectHandIn, currentFiles } from "./collect-hand-in.ts";

const draft = (path: string, text: string, savedAtMs: number) => ({ path, text, base: "", savedAtMs });

const log: AttemptLog = {
  ...emptyLog("shopping-cart"),
  attempts: [
    {
      atMs: 10,
      durationMs: 5,
      passed: false,
      seed: 1,
      tests: [
        { name: "adds", state: "pass" },
        { name: "clears", state: "fail" },
      ],
    },
  ],
  hints: [{ hint: 1, atMs: 9, asked: true }],
  solutionShownAtMs: 11,
};

const parts = {
  assignment,
  learner: { name: " Ada Lovelace ", studentNumber: "1815" },
  sequence: 2,
  madeAtMs: 99,
  versions: { course: "0.1.0", engine: "inpage" },
};

test("the starter lies under the drafts, and of two drafts of a file the newer counts", () => {
  const starter = { "server.ts": "start", "src/products.ts": "given" };
  const drafts = [
    draft("server.ts", "newer", 2),
    draft("server.ts", "older", 1),
    draft("mine.ts", "made", 1),
  ];
  expect(currentFiles(starter, drafts)).toEqual({
    "server.ts": "newer",
    "src/products.ts": "given",
    "mine.ts": "made",
  });
});

test("a name that an earlier build let a file have, and no hand-in can, keeps nothing else from being handed in", () => {
  const drafts = [
    draft("", "typed into no file", 1),
    draft("../out.ts", "outside", 1),
    draft("node_modules/x.js", "not mine", 1),
    draft("src/a.ts", "mine", 1),
  ];
  expect(currentFiles({ "server.ts": "start" }, drafts)).toEqual({
    "server.ts": "start",
    "src/a.ts": "mine",
  });
});

test("what was touched is handed in with its log and the page's last verdict, and arrives as it was", async () => {
  const handIn = collectHandIn({
    ...parts,
    worked: [
      { id: "shopping-cart", starter: { "server.ts": "" }, drafts: [draft("server.ts", "my code", 1)], log },
      { id: "login-and-logout", starter: { "server.ts": "" }, drafts: [], log: emptyLog("login-and-logout") },
    ],
  });
  expect(handIn).toMatchObject({
    assignment: { fingerprint: fingerprintOf(assignment) },
    learner: { name: "Ada Lovelace" },
    sequence: 2,
    exercises: [
      {
        id: "shopping-cart",
        files: { "server.ts": "my code" },
        attempts: [{ atMs: 10, passedTests: 1, tests: 2, failed: ["clears"] }],
        hints: [{ hint: 1, asked: true }],
        solutionShownAtMs: 11,
        pageResult: { atMs: 10, passed: false },
      },
    ],
  });
  expect(handIn.exercises).toHaveLength(1);
  expect(await openHandIn(await sealHandIn(handIn, classKey.publicKey), classKey)).toEqual(handIn);
});
