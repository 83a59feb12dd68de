import type { Assignment } from "../../assignment/assignment.ts";
import { wallTimeOf } from "../../assignment/zoned-time.ts";
import type { GradedTest } from "../grading/graded.ts";
import type { ExerciseSummary, LearnerResult } from "../results/results.ts";
import { type Trouble, troublesToTell } from "../results/trouble.ts";
import { type Html, html } from "./html.ts";
import { facts, page } from "./page.ts";

const STATES = {
  pass: { mark: "✓", word: "passes" },
  fail: { mark: "✗", word: "fails" },
  skip: { mark: "–", word: "was not run" },
} as const;

/** One learner's page: for the instructor, and fit to be given to the learner: it names nobody else, and leads nowhere. */
export function learnerReport(
  assignment: Assignment,
  result: LearnerResult,
  troubles: readonly Trouble[],
): string {
  const { score, receivedAtMs, others } = result;
  const own = troublesToTell(troubles, result);
  return page(
    `${result.name}: ${assignment.title}`,
    html`<h1>${result.name}</h1>
<p class="soft">${assignment.title}</p>`,
    facts([
      ["Points", score && `${score.points} of ${score.maxPoints}`],
      ["Passed", score && (score.passed ? "Yes" : "No")],
      ["Student number", result.number],
      [
        "Received",
        receivedAtMs === undefined
          ? undefined
          : html`${wallTimeOf(receivedAtMs, assignment.zone).replace("T", " ")} <span class="soft">${assignment.zone}</span>`,
      ],
      ["Receipt", result.receipt && html`<span class="mono">${result.receipt}</span>`],
    ]),
    result.standing === "cannot-grade"
      ? note("Not everything could be graded, so there are no points yet. That is not a zero.")
      : "",
    result.standing === "not-handed-in" ? note("Nothing was handed in.") : "",
    result.latenessSentence === undefined ? "" : note(result.latenessSentence),
    own.length === 0 ? "" : html`<h2>To look at</h2>${own.map(({ message, where }) => note(message, where))}`,
    result.exercises.map(exercisePart),
    others.length === 0
      ? ""
      : html`<h2>Earlier hand-ins</h2><p>They do not count.</p><ul>${others.map(
          ({ where, receipt }) => html`<li><span class="mono">${receipt}</span> ${where}</li>`,
        )}</ul>`,
  );
}

function note(text: string, where?: string): Html {
  return html`<p class="note">${text}${where === undefined ? "" : html`<br><span class="soft mono">${where}</span>`}</p>`;
}

function exercisePart(exercise: ExerciseSummary): Html {
  const { title, result, points, maxPoints } = exercise;
  const given = points === undefined ? "" : html` <span class="soft">${points} of ${maxPoints} points</span>`;
  return html`<h2>${title}${given}</h2>${exerciseBody(exercise)}${
    result.kind === "not-handed-in" ? "" : html`<p class="soft">${workedSentence(exercise)}</p>`
  }`;
}

function exerciseBody({ result }: ExerciseSummary): Html {
  switch (result.kind) {
    case "not-handed-in":
      return html`<p>This exercise is not in the hand-in.</p>`;
    case "cannot-grade":
      return note(result.reason);
    case "graded":
      return html`<ul class="tests">${result.tests.map(testLine)}</ul>`;
  }
}

function testLine({ name, state, hidden, message }: GradedTest): Html {
  const { mark, word } = STATES[state];
  return html`<li><span class="${state}" role="img" aria-label="${word}">${mark}</span><div>${name}${
    hidden ? html` <span class="tag">hidden test</span>` : ""
  }${message === undefined || hidden ? "" : html`<pre>${message}</pre>`}</div></li>`;
}

function workedSentence({ attempts, workedMinutes, hints, sawSolution }: ExerciseSummary): string {
  const times =
    attempts === 0 ? "never checked" : attempts === 1 ? "checked once" : `checked ${attempts} times`;
  const minutes = workedMinutes === 1 ? "1 minute" : `${workedMinutes} minutes`;
  const solution = sawSolution ? " The solution was opened before passing." : "";
  return `By the learner's own log: ${times} in about ${minutes}, with ${hintWords(hints)}.${solution}`;
}

function hintWords(hints: readonly number[]): string {
  if (hints.length === 0) return "no hints";
  return hints.length === 1 ? `hint ${hints[0]}` : `hints ${hints.join(", ")}`;
}
