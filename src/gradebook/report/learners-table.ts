import type { LearnerResult, Standing } from "../results/results.ts";
import { type Trouble, troublesOf } from "../results/trouble.ts";
import { type Html, type HtmlPart, html } from "./html.ts";

const WITHOUT_GRADE: Readonly<Record<Standing, string>> = {
  graded: "",
  refused: "too late",
  "cannot-grade": "cannot be graded",
  "not-handed-in": "not handed in",
};

/** Everybody in one table, what counts first (a narrow screen shows that much), each with the way to their own page. */
export function learnersTable(results: readonly LearnerResult[], troubles: readonly Trouble[]): Html {
  const exercises = results[0]?.exercises ?? [];
  const most = (id: string): number =>
    Math.max(
      0,
      ...results
        .flatMap((each) => each.exercises.filter((one) => one.id === id))
        .map(({ maxPoints }) => maxPoints),
    );
  const mostOfAll = Math.max(0, ...results.map(({ score }) => score?.maxPoints ?? 0));
  const hasNumbers = results.some(({ number }) => number !== "");
  return html`<h2>Learners</h2><div class="scroll" tabindex="0" role="region" aria-label="Points of all learners"><table>
<thead><tr><th scope="col">Name</th>${heading("Points", mostOfAll)}<th scope="col">Passed</th><th scope="col">Late</th><th scope="col">To look at</th>${exercises.map(
    ({ id, title }) => heading(title, most(id)),
  )}${hasNumbers ? html`<th scope="col" class="number">Number</th>` : ""}</tr></thead>
<tbody>${results.map(
    (result) =>
      html`<tr><th scope="row"><a href="reports/${result.slug}.html">${result.name}</a></th>${amount(
        result.score?.points,
      )}${passedCell(result)}<td>${
        result.lateness?.kind === "late" ? `day ${result.lateness.daysBegun}` : ""
      }</td><td>${notesOf(result, troubles)}</td>${result.exercises.map(({ points }) => amount(points))}${
        hasNumbers ? html`<td class="mono number">${result.number}</td>` : ""
      }</tr>`,
  )}</tbody></table></div>`;
}

function heading(title: string, most: number): Html {
  return html`<th scope="col" class="number">${title} <span class="soft">of ${most}</span></th>`;
}

function amount(points: number | undefined): Html {
  return html`<td class="number">${points ?? "–"}</td>`;
}

function passedCell({ score, standing }: LearnerResult): Html {
  if (score === undefined) return html`<td class="soft">${WITHOUT_GRADE[standing]}</td>`;
  return score.passed ? html`<td class="pass">yes</td>` : html`<td class="fail">no</td>`;
}

/** How much there is, and the way to it. */
function notesOf(result: LearnerResult, troubles: readonly Trouble[]): HtmlPart {
  const count = troublesOf(troubles, result).length;
  if (count === 0) return "";
  return html`<a href="reports/${result.slug}.html">${count === 1 ? "1 note" : `${count} notes`}</a>`;
}
