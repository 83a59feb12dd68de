import type { Assignment } from "../../assignment/assignment.ts";
import { wallTimeOf } from "../../assignment/zoned-time.ts";
import { classFigures, pointsSpread } from "../results/class-figures.ts";
import type { LearnerResult, Standing } from "../results/results.ts";
import type { Trouble } from "../results/trouble.ts";
import type { SimilarHandIns } from "../similar/similar-hand-ins.ts";
import { figuresPart, spreadChart } from "./figures-part.ts";
import { type HtmlPart, html } from "./html.ts";
import { learnersTable } from "./learners-table.ts";
import { facts, page } from "./page.ts";
import { type SourceText, similarPart } from "./similar-part.ts";
import { troublesPart } from "./troubles-part.ts";

export interface ClassReportParts {
  readonly assignment: Assignment;
  readonly results: readonly LearnerResult[];
  readonly troubles: readonly Trouble[];
  readonly similar: readonly SimilarHandIns[];
  readonly sourceText: SourceText;
}

/** The instructor's page on everybody. */
export function classReport({
  assignment,
  results,
  troubles,
  similar,
  sourceText,
}: ClassReportParts): string {
  return page(
    assignment.title,
    html`<h1>${assignment.title}</h1>`,
    facts([...counts(results), ["Due", dueText(assignment)]]),
    learnersTable(results, troubles),
    troublesPart(troubles),
    html`<h2>Points of all</h2>${spreadChart(pointsSpread(results), results.length)}`,
    classFigures(results).map(figuresPart),
    similarPart(similar, results, sourceText),
  );
}

function counts(results: readonly LearnerResult[]): [string, HtmlPart][] {
  const graded = results.filter(({ score }) => score !== undefined);
  const count = (standing: Standing): number => results.filter((each) => each.standing === standing).length;
  return [
    ["Learners", results.length],
    ["Graded", graded.length],
    ["Passed", graded.filter(({ score }) => score?.passed).length],
    ["Cannot be graded", count("cannot-grade") || undefined],
    ["Not handed in", count("not-handed-in") || undefined],
  ];
}

function dueText({ dueAtMs, zone }: Assignment): HtmlPart {
  if (dueAtMs === undefined) return undefined;
  return html`${wallTimeOf(dueAtMs, zone).replace("T", " ")} <span class="soft">${zone}</span>`;
}
