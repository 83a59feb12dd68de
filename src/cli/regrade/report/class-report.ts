import type { Assignment } from "../../../assignment/assignment.ts";
import { wallTimeOf } from "../../../assignment/zoned-time.ts";
import { classFigures, type ExerciseFigures, type Spread } from "../class-figures.ts";
import type { LearnerResult, Standing } from "../results.ts";
import type { SimilarPair } from "../similar/similar-pairs.ts";
import type { Trouble } from "../trouble.ts";
import { barChart } from "./bar-chart.ts";
import { type Html, html } from "./html.ts";
import { facts, page } from "./page.ts";

/** Hand-ins of one exercise that are too alike. Keys are slugs. */
export interface SimilarHandIns {
  readonly exerciseId: string;
  readonly title: string;
  readonly pairs: readonly SimilarPair[];
}

const WITHOUT_GRADE: Readonly<Record<Standing, string>> = {
  graded: "",
  refused: "too late",
  "cannot-grade": "cannot be graded",
  "not-handed-in": "not handed in",
};
const SHOWN_PLACES = 12;

/** The instructor's page on everybody. */
export function classReport(
  assignment: Assignment,
  results: readonly LearnerResult[],
  troubles: readonly Trouble[],
  similar: readonly SimilarHandIns[],
): string {
  const graded = results.filter(({ score }) => score !== undefined);
  const passed = graded.filter(({ score }) => score?.passed).length;
  const { dueAtMs, zone } = assignment;
  const count = (standing: Standing): number => results.filter((each) => each.standing === standing).length;
  return page(
    assignment.title,
    html`<h1>${assignment.title}</h1>`,
    facts([
      ["Learners", results.length],
      ["Graded", graded.length],
      ["Passed", passed],
      ["Cannot be graded", count("cannot-grade") || undefined],
      ["Not handed in", count("not-handed-in") || undefined],
      [
        "Due",
        dueAtMs === undefined
          ? undefined
          : html`${wallTimeOf(dueAtMs, zone).replace("T", " ")} <span class="soft">${zone}</span>`,
      ],
    ]),
    learnersTable(results),
    troubles.length === 0
      ? ""
      : html`<h2>To look at</h2><ul class="plain">${troubles.map(
          ({ learner, where, message }) =>
            html`<li class="note">${learner === undefined ? "" : html`<strong>${learner}.</strong> `}${message}${where === undefined ? "" : html`<br><span class="soft mono">${where}</span>`}</li>`,
        )}</ul>`,
    classFigures(results).map(figuresPart),
    similarPart(similar, results),
  );
}

function learnersTable(results: readonly LearnerResult[]): Html {
  const exercises = results[0]?.exercises ?? [];
  return html`<h2>Learners</h2><div class="scroll" tabindex="0" role="region" aria-label="Points of all learners"><table>
<thead><tr><th scope="col">Name</th><th scope="col">Number</th>${exercises.map(({ title }) => html`<th scope="col" class="number">${title}</th>`)}<th scope="col" class="number">Points</th><th scope="col">Passed</th><th scope="col">Late</th></tr></thead>
<tbody>${results.map(
    ({ slug, name, number, exercises, score, standing, lateness }) =>
      html`<tr><th scope="row"><a href="reports/${slug}.html">${name}</a></th><td class="mono">${number}</td>${exercises.map(
        ({ points, maxPoints }) =>
          html`<td class="number">${points === undefined ? "–" : `${points} of ${maxPoints}`}</td>`,
      )}<td class="number">${score === undefined ? "–" : `${score.points} of ${score.maxPoints}`}</td><td>${
        score === undefined ? WITHOUT_GRADE[standing] : score.passed ? "yes" : "no"
      }</td><td>${lateness?.kind === "late" ? `day ${lateness.daysBegun}` : ""}</td></tr>`,
  )}</tbody></table></div>`;
}

function figuresPart({
  title,
  handedIn,
  failures,
  attempts,
  minutes,
  hints,
  sawSolution,
}: ExerciseFigures): Html {
  const spreadChart = (heading: string, spread: Spread): Html =>
    html`<div><h3>${heading}</h3>${barChart(
      spread.map(({ label, count }) => ({ label, value: count, shown: String(count) })),
      handedIn,
    )}</div>`;
  return html`<h2>${title}</h2>
<p class="soft">Handed in by ${handedIn}. ${sawSolution} opened the solution before passing. Attempts, minutes and hints are what learners' own logs say.</p>
<h3>Tests that fail most</h3>${
    failures.length === 0
      ? html`<p>None failed.</p>`
      : barChart(
          failures.map(({ name, hidden, failed, of }) => ({
            label: hidden ? html`${name} <span class="tag">hidden</span>` : name,
            value: failed,
            shown: `${failed} of ${of}`,
          })),
          Math.max(...failures.map(({ of }) => of)),
          "wide",
        )
  }<div class="charts">${spreadChart("Learners by attempts", attempts)}${spreadChart("Learners by minutes of work", minutes)}${spreadChart("Learners by hints opened", hints)}</div>`;
}

function similarPart(similar: readonly SimilarHandIns[], results: readonly LearnerResult[]): Html {
  const found = similar.filter(({ pairs }) => pairs.length > 0);
  const nameOf = (slug: string): Html => {
    const name = results.find((result) => result.slug === slug)?.name ?? slug;
    return html`<a href="reports/${slug}.html">${name}</a>`;
  };
  return html`<h2>Similar hand-ins</h2><p class="soft">A reason to look, not a verdict. Other names, texts and comments make no difference; what the starter gives everybody does not count.</p>${
    found.length === 0 ? html`<p>None stand out.</p>` : ""
  }${found.map(
    ({ title, pairs }) =>
      html`<h3>${title}</h3><ul class="plain">${pairs.map(
        ({ one, other, share, lines }) =>
          html`<li class="note">${nameOf(one)} and ${nameOf(other)} share ${Math.round(share * 100)} percent.<br><span class="mono">${lines
            .slice(0, SHOWN_PLACES)
            .map(
              ({ one, other }) =>
                html`${one.path} ${one.fromLine}–${one.toLine} · ${other.path} ${other.fromLine}–${other.toLine}<br>`,
            )}${lines.length > SHOWN_PLACES ? `and ${lines.length - SHOWN_PLACES} more places` : ""}</span></li>`,
      )}</ul>`,
  )}`;
}
