import { slugOf } from "./slug.ts";
import { ScaffoldError, writeNew } from "./write-new.ts";

/**
 * Writes an exercise below `root` whose starter fails, whose solution and variant pass, and whose mutant fails as it
 * says. Returns its folder.
 */
export async function newExercise(root: string, slug: string, title: string): Promise<string> {
  if (slug === "" || slugOf(slug) !== slug)
    throw new ScaffoldError(`"${slug}" is no slug: write "${slugOf(slug) || "visit-counter"}".`);
  const home = `exercises/${slug}`;
  const files = {
    [`${home}/exercise.json`]: `${JSON.stringify(exercise(slug, title), undefined, 2)}\n`,
    [`${home}/text.md`]: text,
    [`${home}/grade.test.ts`]: tests,
    [`${home}/starter/server.ts`]: program('  res.status(501).json({ error: "Not written yet." });'),
    [`${home}/mutants/one-for-all/mutant.json`]: `${JSON.stringify(mutant, undefined, 2)}\n`,
    [`${home}/mutants/one-for-all/server.ts`]: program(
      "  visits += 1;\n  res.json({ visits });",
      "let visits = 0;\n\n",
    ),
    [`${home}/variants/read-add-write/server.ts`]: program(
      '  const visits = req.session.get("visits", 0) + 1;\n  req.session.set("visits", visits);\n  res.json({ visits });',
    ),
    [`solutions/${slug}/server.ts`]: program('  res.json({ visits: req.session.increment("visits") });'),
  };
  await writeNew(root, files, [home, `solutions/${slug}`]);
  return home;
}

const SENTENCES = {
  counts: "Each visit counts one more",
  apart: "Two visitors are counted apart",
} as const;

function exercise(slug: string, title: string) {
  return {
    id: slug,
    title,
    summary: "One sentence that says what the reader builds.",
    minutes: 10,
    open: ["server.ts"],
    hints: [
      "A nudge: where does a number stay that belongs to one visitor?",
      "A second: req.session is there in every handler.",
      'Nearly there: req.session.increment("visits") adds one and gives the sum.',
    ],
  };
}

const mutant = {
  breaks: "One count for all visitors, in a variable of the program.",
  fails: [SENTENCES.apart],
};

function program(handler: string, before = ""): string {
  return `import { createApp, Router } from "keepsake";

${before}Router.post("/visit", async (req, res) => {
${handler}
});

const app = await createApp();
app.listen(7148);
`;
}

const text = `Say what is to be built, and for whom.

## The contract

| Request | Answer |
|---|---|
| \`POST /visit\` | \`200\` and \`{ "visits": n }\`, how often this visitor came |

## Try it by hand

Run the program, then send \`POST /visit\` from two browsers.
`;

const tests = `import { test } from "keepsake/grader";
import { expect } from "vitest";

test("${SENTENCES.counts}", async ({ browser, random }) => {
  const alice = browser("Alice");
  const times = random.integer(2, 5);
  for (let count = 1; count <= times; count += 1) {
    const answer = await alice.post("/visit");
    expect(answer.status, answer.asked).toBe(200);
    expect(answer.json(), \`\${answer.asked}, time \${count}\`).toEqual({ visits: count });
  }
});

test("${SENTENCES.apart}", async ({ browser }) => {
  await browser("Alice").post("/visit");
  const answer = await browser("Bob").post("/visit");
  expect(answer.json(), \`\${answer.asked}, from Bob, who comes for the first time\`).toEqual({ visits: 1 });
});
`;
