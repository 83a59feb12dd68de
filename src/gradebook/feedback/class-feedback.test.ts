import { expect, it } from "vitest";
import {
  FEEDBACK_COMMENTS_LIMIT,
  FEEDBACK_LIMIT_BYTES,
  FEEDBACK_TEXT_LIMIT_CHARACTERS,
  parseFeedback,
} from "../../assignment/feedback.ts";
import { type Learner, TestClass } from "../class.fixture.ts";
import { gradesFile } from "../results/grades-json.ts";
import { type ClassFeedback, classFeedback, type WrittenComments } from "./class-feedback.ts";

/** Grades a class, and packs what it gets back. */
async function feedbackOf(
  class_: readonly Learner[],
  written: (slugs: readonly string[]) => WrittenComments,
  {
    title = "Count visits",
    handedIn = {},
  }: { title?: string; handedIn?: Record<string, Record<string, string>> } = {},
): Promise<ClassFeedback & { readonly slugs: readonly string[] }> {
  const course = await TestClass.gather({ title });
  const given = await Promise.all(class_.map((learner) => course.received(learner)));
  const graded = await course.grade(given);
  const grades = gradesFile(course.assignment, graded.learners, graded.troubles, graded.similar);
  const slugs = graded.learners.map(({ slug }) => slug);
  const feedback = await classFeedback(grades, written(slugs), async ({ name }) =>
    course.handIn({ name, files: handedIn[name] ?? course.solution }),
  );
  return { ...feedback, slugs };
}

const remarks = ({ files }: ClassFeedback) =>
  [...files.values()].map((text) => {
    const { learner, remark } = parseFeedback(text);
    return [learner.name, remark];
  });

const ALIKE: readonly Learner[] = [
  { name: "Ada Lovelace", number: "2" },
  { name: "Ada Lovelace" },
  { name: "Ann Lee", number: "3" },
  { name: "Lee Ann Smith", number: "5" },
];

it("a note that is named as a report is named is that learner's, whoever else has a name like it", async () => {
  const feedback = await feedbackOf(ALIKE, (slugs) => ({
    notes: slugs.map((who) => ({ who, where: `comments/${who}.md`, text: `For ${who}.` })),
  }));
  expect(feedback.slugs).toEqual(["ada-lovelace", "ada-lovelace-2", "ann-lee-3", "lee-ann-smith-5"]);
  expect(feedback.problems).toEqual([]);
  expect(remarks(feedback)).toEqual([
    ["Ada Lovelace", "For ada-lovelace."],
    ["Ada Lovelace", "For ada-lovelace-2."],
    ["Ann Lee", "For ann-lee-3."],
    ["Lee Ann Smith", "For lee-ann-smith-5."],
  ]);
});

it("a number is one learner's, and a name that several have is told with theirs", async () => {
  const feedback = await feedbackOf(ALIKE, () => ({
    notes: [{ who: "3", where: "comments/3.md", text: "By number." }],
    table: { where: "comments.csv", text: "learner,comment\nAnn Lee,x\n" },
  }));
  expect(feedback.problems).toEqual([
    'comments.csv: more than one learner is called "Ann Lee". Name the file, or the row, as the learner\'s report is named: ann-lee-3 or lee-ann-smith-5.',
  ]);
  expect(remarks(feedback)[2]).toEqual(["Ann Lee", "By number."]);
});

it("everybody has a file, also when one's slug is another's name with the title", async () => {
  const { files } = await feedbackOf(
    [
      { name: "Ada" },
      { name: "Ada", number: "web" },
      { name: "Ada", number: "1" },
      { name: "Ada Web", number: "" },
    ],
    () => ({ notes: [] }),
    { title: "web" },
  );
  expect([...files.keys()]).toEqual([
    "ada-web.feedback.json",
    "ada-1.feedback.json",
    "ada-web-2.feedback.json",
    "ada-web-web.feedback.json",
  ]);
});

it("a comment that cannot be given back is named with its place, and keeps nobody's file", async () => {
  const feedback = await feedbackOf([{ name: "Ada" }, { name: "Bob" }], () => ({
    notes: [
      { who: "ada", where: "comments/ada.md", text: "Good.\n## visit-counter server.ts:0\nx" },
      { who: "bob", where: "comments/bob.md", text: "## visit-counter constructor:1\nx" },
    ],
  }));
  expect(remarks(feedback)).toEqual([
    ["Ada", "Good."],
    ["Bob", undefined],
  ]);
  expect(feedback.problems).toEqual([
    "comments/ada.md: Line 2: There is no line 0: they count from 1 to at most 1000000. The comment was left out.",
    "Bob has no file constructor in visit-counter.",
  ]);
});

it("remarks and comments that are too many together are left out, and named", async () => {
  const most = "x".repeat(FEEDBACK_TEXT_LIMIT_CHARACTERS);
  const onLine = "## visit-counter server.ts:1\nx\n".repeat(FEEDBACK_COMMENTS_LIMIT + 1);
  const feedback = await feedbackOf([{ name: "Ada" }], () => ({
    notes: [{ who: "ada", where: "comments/ada.md", text: `${most}\n${onLine}` }],
    table: { where: "comments.csv", text: "learner,comment\nada,more\n" },
  }));
  expect(feedback.problems).toEqual([
    "The remarks for Ada have 20006 characters together; at most 20000 can be given back. They were left out.",
    "Ada has 2001 comments on visit-counter; only the first 2000 can be given back.",
  ]);
  const [text = ""] = feedback.files.values();
  expect(parseFeedback(text).exercises[0]?.comments).toHaveLength(FEEDBACK_COMMENTS_LIMIT);
});

it("a file larger than the page reads is not written, and the others are", async () => {
  const huge = { "server.ts": "x".repeat(FEEDBACK_LIMIT_BYTES) };
  const feedback = await feedbackOf([{ name: "Ada" }, { name: "Bob" }], () => ({ notes: [] }), {
    handedIn: { Ada: huge },
  });
  expect(remarks(feedback)).toEqual([["Bob", undefined]]);
  expect(feedback.problems).toEqual([
    expect.stringMatching(/^Ada gets no file\. This feedback would be 83\d{5} bytes long/),
  ]);
});
