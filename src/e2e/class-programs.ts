import { solutionFiles } from "./workbench-page.ts";

/** For the scene of a class: what its learners write, and what its instructor tests behind their backs. */
export interface LearnersProgram {
  readonly exercise: string;
  readonly slug: string;
  readonly files: Readonly<Record<string, string>>;
}

const counter = { exercise: "Count visits", slug: "visit-counter" };

export const rightCounter: LearnersProgram = { ...counter, files: solutionFiles("visit-counter") };

export const rightTheme: LearnersProgram = {
  ...{ exercise: "A theme that stays", slug: "theme-cookie" },
  files: solutionFiles("theme-cookie"),
};

/** Passes the exercise's own tests: they never ask for one visitor after another one's reset. */
export const oneResetForAll: LearnersProgram = {
  ...counter,
  files: {
    "server.ts": `import { createApp, Router } from "keepsake";
import { quoteOfTheDay } from "./quote.ts";

let resets = 0;

Router.get("/visit-counter", async (req, res) => {
  if (req.session.get("resets", 0) < resets) {
    req.session.set("resets", resets);
    req.session.delete("visit_count");
  }
  const count = req.session.increment("visit_count");
  const message = "You have visited this page " + count + (count === 1 ? " time" : " times");
  return res.json({ visit_count: count, message, quote: await quoteOfTheDay() });
});

Router.get("/visit-counter/look", async (req, res) => {
  const isForgotten = req.session.get("resets", 0) < resets;
  return res.json({ visit_count: isForgotten ? 0 : req.session.get("visit_count", 0) });
});

Router.post("/visit-counter/reset", async (_req, res) => {
  resets += 1;
  return res.status(204).end();
});

const app = await createApp();

app.listen(7148, () => {
  console.log("Come and be counted at http://localhost:7148/visit-counter");
});
`,
  },
};

/** Answers what the tests want to hear of a first visit, whoever asks. */
export const hardCoded: LearnersProgram = {
  ...counter,
  files: {
    "server.ts": `import { createApp, Router } from "keepsake";

Router.get("/visit-counter", async (_req, res) => {
  return res.json({ visit_count: 1, message: "You have visited this page 1 time", quote: "Hello." });
});

Router.get("/visit-counter/look", async (_req, res) => {
  return res.json({ visit_count: 0 });
});

Router.post("/visit-counter/reset", async (_req, res) => {
  return res.status(204).end();
});

const app = await createApp();

app.listen(7148, () => {
  console.log("Listening.");
});
`,
  },
};

export const HIDDEN_SENTENCE = "A reset by one visitor leaves the count of every other";

/** A name that stands nowhere but in the hidden test's code and in what it says of a failure. */
export const HIDDEN_WORD = "Ysolde";

export const hiddenTest = `import { test } from "keepsake/grader";
import { expect } from "vitest";

test("${HIDDEN_SENTENCE}", async ({ browser, random }) => {
  const ysolde = browser("${HIDDEN_WORD}");
  const zoe = browser("Zoe");
  const visits = random.integer(2, 4);
  for (let visit = 1; visit <= visits; visit += 1) await zoe.get("/visit-counter");
  await ysolde.get("/visit-counter");
  await ysolde.post("/visit-counter/reset");
  const answer = await zoe.get("/visit-counter/look");
  expect(answer.json(), "what Zoe had when ${HIDDEN_WORD} began anew").toEqual({ visit_count: visits });
});
`;
