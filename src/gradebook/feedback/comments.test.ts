import { expect, it } from "vitest";
import { FEEDBACK_TEXT_LIMIT_CHARACTERS } from "../../assignment/feedback.ts";
import { readCsvComments, readMarkdownComments } from "./comments.ts";

it("comments in Markdown are on the whole first, then on lines", () => {
  const { comments, problems } = readMarkdownComments(
    "Good work.\n\nAsk me about races.\n\n## shopping-cart src/routes/cart.ts:12\nThis reads it *again*.\n\nWhy?\n## shopping-cart src/products.ts:1\n\n## shopping-cart line 3\n",
  );
  expect(comments).toEqual({
    remark: "Good work.\n\nAsk me about races.",
    lines: [
      {
        exerciseId: "shopping-cart",
        path: "src/routes/cart.ts",
        line: 12,
        text: "This reads it *again*.\n\nWhy?",
      },
    ],
  });
  expect(problems).toEqual([
    'Line 11: "## shopping-cart line 3" is not how a comment on a line begins, as in "## shopping-cart src/routes/cart.ts:12". What stands below it was left out.',
  ]);
});

it("comments in a table are by learner", () => {
  const { byLearner, problems } = readCsvComments(
    'Learner,Exercise,File,Line,Comment\nada,shopping-cart,a.ts,3,"Here, twice"\nada,,,,Well done\nbob,,a.ts,3,lost\n',
    "comments.csv",
  );
  expect(byLearner.get("ada")).toEqual({
    remark: "Well done",
    lines: [{ exerciseId: "shopping-cart", path: "a.ts", line: 3, text: "Here, twice" }],
  });
  expect(problems).toEqual([
    "comments.csv, row 4: A comment on a line needs exercise, file and line. It was left out.",
  ]);
  expect(readCsvComments("name\nx", "comments.csv").problems).toEqual([
    "comments.csv has no column learner and none comment.",
  ]);
});

const TOO_LONG = "x".repeat(FEEDBACK_TEXT_LIMIT_CHARACTERS + 1);

it("what cannot be given back is left out with its place, and the rest stays", () => {
  const long = readMarkdownComments(`${TOO_LONG}\n## a b.ts:1\n${TOO_LONG}\n## a b.ts:2\nstays\n`);
  expect(long.comments).toEqual({
    remark: "",
    lines: [{ exerciseId: "a", path: "b.ts", line: 2, text: "stays" }],
  });
  expect(long.problems).toEqual(
    [1, 2].map(
      (row) =>
        `Line ${row}: The comment has 20001 characters; at most 20000 can be given back. It was left out.`,
    ),
  );
  const nowhere = readMarkdownComments("Good.\n## a b.ts:0\nlost\n## a b.ts:1000001\nlost\n");
  expect(nowhere.comments).toEqual({ remark: "Good.", lines: [] });
  expect(nowhere.problems).toEqual([
    "Line 2: There is no line 0: they count from 1 to at most 1000000. The comment was left out.",
    "Line 4: There is no line 1000001: they count from 1 to at most 1000000. The comment was left out.",
  ]);
  const table = readCsvComments(
    `learner,exercise,file,line,comment\nada,a,b.ts,0,lost\nada,,,,${TOO_LONG}\nada,,,,Good.\n`,
    "comments.csv",
  );
  expect(table.byLearner.get("ada")).toEqual({ remark: "Good.", lines: [] });
  expect(table.problems.map((problem) => problem.slice(0, 36))).toEqual([
    "comments.csv, row 2: There is no lin",
    "comments.csv, row 3: The comment has",
  ]);
});
