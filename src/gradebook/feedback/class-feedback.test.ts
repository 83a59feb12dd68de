import { expect, it } from "vitest";
import { parseFeedback } from "../../assignment/feedback.ts";
import { type Learner, TestClass } from "../class.fixture.ts";
import { gradesFile } from "../results/grades-json.ts";
import { type ClassFeedback, classFeedback, type WrittenComments } from "./class-feedback.ts";

/** Grades a class, and packs what it gets back. */
async function feedbackOf(
  class_: readonly Learner[],
  written: (slugs: readonly string[]) => WrittenComments,
  title = "Count visits",
): Promise<ClassFeedback & { readonly slugs: readonly string[] }> {
  const course = await TestClass.gather({ title });
  const given = await Promise.all(class_.map((learner) => course.received(learner)));
  const graded = await course.grade(given);
  const grades = gradesFile(course.assignment, graded.learners, graded.troubles, graded.similar);
  const slugs = graded.learners.map(({ slug }) => slug);
  const feedback = await classFeedback(grades, written(slugs), async ({ name, number }) =>
    course.handIn(class_.find((each) => each.name === name && (each.number ?? "") === number) ?? { name }),
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
    "web",
  );
  expect([...files.keys()]).toEqual([
    "ada-web.feedback.json",
    "ada-1.feedback.json",
    "ada-web-2.feedback.json",
    "ada-web-web.feedback.json",
  ]);
});
