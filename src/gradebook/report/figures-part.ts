import type { ExerciseFigures, Spread, TestFigure } from "../results/class-figures.ts";
import { barChart } from "./bar-chart.ts";
import { type Html, html } from "./html.ts";

/** The class on one exercise: which test fails most, and whose; attempts, minutes and hints. */
export function figuresPart(figures: ExerciseFigures): Html {
  const { title, handedIn, failures, attempts, minutes, hints, sawSolution } = figures;
  const chart = (heading: string, spread: Spread): Html =>
    html`<div><h3>${heading}</h3>${spreadChart(spread, handedIn)}</div>`;
  return html`<section class="exercise"><h2>${title}</h2>
<p class="soft">Handed in by ${handedIn}. ${sawSolution} opened the solution before passing. Attempts, minutes and hints are what learners' own logs say.</p>
<h3>Tests that fail most</h3>${
    failures.length === 0
      ? html`<p>None failed.</p>`
      : barChart(
          failures.map((figure) => ({
            ...{ label: testLabel(figure), value: figure.failedBy.length },
            shown: `${figure.failedBy.length} of ${figure.of}`,
          })),
          Math.max(...failures.map(({ of }) => of)),
          "wide",
        )
  }<div class="charts">${chart("Learners by attempts", attempts)}${chart("Learners by minutes of work", minutes)}${chart("Learners by hints opened", hints)}</div></section>`;
}

export function spreadChart(spread: Spread, of: number): Html {
  return barChart(
    spread.map(({ label, count }) => ({ label, value: count, shown: String(count) })),
    of,
  );
}

/** Its sentence, and on asking those who fail it. */
function testLabel({ name, hidden, failedBy }: TestFigure): Html {
  return html`<details><summary>${name}${hidden ? html` <span class="tag">hidden</span>` : ""}</summary><p class="who">${failedBy.map(
    (learner, at) => html`${at === 0 ? "" : ", "}<a href="reports/${learner.slug}.html">${learner.name}</a>`,
  )}</p></details>`;
}
