import { expect, it } from "vitest";
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
    'Line 11, "## shopping-cart line 3": a comment on a line begins as in "## shopping-cart src/routes/cart.ts:12".',
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
  expect(problems).toEqual(["comments.csv, row 4: a comment on a line needs exercise, file and line."]);
  expect(readCsvComments("name\nx", "comments.csv").problems).toEqual([
    "comments.csv has no column learner and none comment.",
  ]);
});
