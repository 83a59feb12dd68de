import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { parseFeedback } from "../../assignment/feedback.ts";
import { gradeByText, ROOT } from "../../gradebook/class.fixture.ts";
import { ClassFolder } from "../regrade/class-folder.fixture.ts";
import { regrade } from "../regrade/regrade.ts";
import { writeFeedback } from "./write-feedback.ts";

let course: ClassFolder;
let out: string;
beforeEach(async () => {
  course = await ClassFolder.open();
  out = join(course.folder, "out");
  const wrong = { ...course.solution, "server.ts": "// WRONG\n// here\n" };
  await course.receive(
    "ada.keepsake",
    await course.seal({ name: "Ada Lovelace", number: "1815", files: wrong }),
  );
  await course.receive("bob.keepsake", await course.seal({ name: "Bob Roe" }));
  const hiddenFolder = join(course.folder, "hidden");
  await mkdir(join(hiddenFolder, "visit-counter"), { recursive: true });
  await writeFile(join(hiddenFolder, "visit-counter/hidden.test.ts"), "// a secret test\n");
  await regrade(
    {
      ...{ downloads: [join(course.folder, "downloads")], keyFile: join(course.folder, "class.key") },
      ...{ assignments: [course.link], jobs: 1, out, isUnsafe: true, hiddenFolder },
    },
    { root: ROOT, gradeFiles: gradeByText, isolation: "none", progress: { write: () => true } },
  );
});
afterEach(() => course.close());

it("each learner gets a file with tests, points and comments, and nothing of a hidden test but its sentence", async () => {
  await mkdir(join(out, "comments"));
  await writeFile(join(out, "comments/1815.md"), "Nearly.\n\n## visit-counter server.ts:2\nWhy here?\n");
  await writeFile(join(out, "comments.csv"), "learner,comment\nRoe Bob,Well done\nNobody,x\n");
  const { names, problems } = await writeFeedback(out);
  expect(names).toEqual(["ada-lovelace-count-visits.feedback.json", "bob-roe-count-visits.feedback.json"]);
  expect(problems).toEqual([
    'comments.csv: nobody is called "Nobody". Name the file, or the row, as the learner\'s report is named: ada-lovelace-1815.',
  ]);
  const text = await readFile(join(out, "feedback", names[0] ?? ""), "utf8");
  const { remark, score, exercises } = parseFeedback(text);
  expect([remark, score]).toEqual(["Nearly.", { points: 5, maxPoints: 10, passed: false }]);
  const [exercise] = exercises;
  expect(exercise?.comments).toEqual([{ path: "server.ts", line: 2, text: "Why here?" }]);
  expect(exercise?.result).toMatchObject({
    kind: "graded",
    tests: [
      { hidden: false, name: "Each visit counts", state: "pass" },
      { hidden: false, name: "Visitors are apart", state: "fail", message: "expected 1 to be 2" },
      { hidden: true, name: "A secret holds", state: "pass" },
      { hidden: true, name: "Visitors are apart", state: "fail" },
    ],
  });
  expect(text).not.toContain("a secret test");
  expect(text.match(/expected 1 to be 2/g)).toHaveLength(1);
});

it("reads comments as spreadsheets and editors save them, and names what is a guess", async () => {
  await mkdir(join(out, "comments"));
  await writeFile(join(out, "comments/1815.md"), Buffer.from("Tr\u00e8s bien.\n", "latin1"));
  await writeFile(
    join(out, "comments.csv"),
    Buffer.from("\uFEFFlearner\tcomment\r\nBob Roe\tRe\u00e7u.\r\n", "utf16le"),
  );
  const { names, problems } = await writeFeedback(out);
  expect(problems).toEqual([
    "comments/1815.md is not in UTF-8 and was read as Windows-1252. If letters in it are wrong, save it in UTF-8.",
  ]);
  const texts = names.map((name) => readFile(join(out, "feedback", name), "utf8"));
  expect((await Promise.all(texts)).map((text) => parseFeedback(text).remark)).toEqual([
    "Tr\u00e8s bien.",
    "Re\u00e7u.",
  ]);
});

it("says which comments are on nothing, and when nothing was graded", async () => {
  await mkdir(join(out, "comments"));
  await writeFile(
    join(out, "comments/bob-roe.md"),
    "## visit-counter server.ts:999\nx\n## visit-counter no.ts:1\nx\n## other server.ts:1\nx\n",
  );
  const { problems } = await writeFeedback(out);
  expect(problems).toEqual([
    expect.stringMatching(/^server\.ts of Bob Roe has \d+ lines, and no line 999\.$/),
    "Bob Roe has no file no.ts in visit-counter.",
    'Bob Roe did not hand in an exercise "other".',
  ]);
  await expect(writeFeedback(course.folder)).rejects.toThrow("There is no grades.json in");
});
