import type { LoadedExercise, TextFiles } from "../../course/load-exercise.ts";
import { HIDDEN_TEST_FILE, WRONG_FOLDER } from "../../gradebook/index.ts";
import { ScaffoldError, writeNew } from "../scaffold/write-new.ts";

/**
 * Writes a folder of hidden tests for an exercise below `folder`: a test that holds already, a wrong solution that it
 * kills, and how to go on. Returns the folder's path.
 */
export async function newHiddenTests(folder: string, loaded: LoadedExercise): Promise<string> {
  const { slug, exercise, starter, solution } = loaded;
  const files: TextFiles = { ...starter, ...solution };
  const program = files[exercise.entry];
  if (program === undefined)
    throw new ScaffoldError(`${slug} has no single program to begin from. Copy another exercise's folder.`);
  const wrong = `${WRONG_FOLDER}/does-not-answer`;
  await writeNew(folder, {
    [`${slug}/${HIDDEN_TEST_FILE}`]: testFile(exercise.startPath),
    [`${slug}/${wrong}/wrong.json`]: `${JSON.stringify({ breaks: "It answers every request with an error.", fails: [SENTENCE] }, null, 2)}\n`,
    [`${slug}/${wrong}/${exercise.entry}`]: WRONG_PROGRAM.replace("7148", String(exercise.port)),
    [`${slug}/README.md`]: readme(slug, exercise.title),
  });
  return `${folder}/${slug}`;
}

const SENTENCE = "A visitor who comes for the first time gets a page, and no error";

function testFile(startPath: string): string {
  return `import { test } from "keepsake/grader";
import { expect } from "vitest";

// Learners read this sentence in their feedback, and nothing else of this file.
test("${SENTENCE}", async ({ browser }) => {
  const answer = await browser("Zoe").get("${startPath}");
  expect(answer.status, answer.asked).toBeLessThan(400);
});
`;
}

const WRONG_PROGRAM = `import express from "express";

const app = express();

app.use((req, res) => {
  res.status(500).send("Not today.");
});

app.listen(7148);
`;

function readme(slug: string, title: string): string {
  return `# Hidden tests for "${title}"

Keep this folder to yourself: learners who read it know what is asked.

- \`${HIDDEN_TEST_FILE}\` has the tests. They are written as those of the exercise (\`exercises/${slug}/grade.test.ts\`).
  Learners read the sentence of each test in their feedback, and nothing else: say there what must hold, not how you look.
- \`${WRONG_FOLDER}/NAME/\` is a wrong solution: the files that differ from the solution, and \`wrong.json\` with
  \`breaks\` (the mistake, in words) and \`fails\` (the sentences of all hidden tests that must fail on it, and no others).
  Every hidden test needs one that it fails: a test that nothing fails proves nothing.

    npm run check-hidden-tests -- DIR                 each kills its wrong solutions and passes the solution
    npm run regrade -- downloads … --hidden DIR       DIR is the folder that this one lies in
`;
}
