import {
  type Assignment,
  INSTRUCTIONS_LIMIT_CHARACTERS,
  isZone,
  type LateRule,
  type PassingRule,
  POINTS_LIMIT,
  type PointsRule,
} from "../../assignment/assignment.ts";
import { instantOf, wallTimeOf } from "../../assignment/zoned-time.ts";
import * as words from "../../words/en/assign.ts";

/** What an instructor has typed so far, as text, whether it is right or not. */
export interface AssignForm {
  readonly title: string;
  readonly instructions: string;
  /** Ids, in the course's order. */
  readonly exercises: readonly string[];
  /** By exercise id; those of exercises that are not chosen are kept for when they are again. */
  readonly points: Readonly<Record<string, PointsField>>;
  /** Wall times as a date field gives them, "2026-12-01T23:59"; empty: none. */
  readonly opens: string;
  readonly due: string;
  readonly zone: string;
  readonly late: LateRule["kind"];
  readonly latePercent: string;
  readonly hints: boolean;
  readonly solution: boolean;
  readonly passing: PassingRule["kind"];
  readonly passingPercent: string;
}

export interface PointsField {
  readonly kind: PointsRule["kind"];
  readonly points: string;
}

export const DEFAULT_POINTS: PointsField = { kind: "share", points: "10" };

export function emptyForm(zone: string): AssignForm {
  return {
    title: "",
    instructions: "",
    exercises: [],
    points: {},
    opens: "",
    due: "",
    zone,
    late: "percent-a-day",
    latePercent: "20",
    hints: true,
    solution: false,
    passing: "percent",
    passingPercent: "50",
  };
}

/** A fault, with the name of the field that has it. */
export interface FormProblem {
  readonly field: keyof AssignForm | `points-${string}`;
  readonly message: string;
}

export type FormOutcome =
  | { readonly kind: "complete"; readonly assignment: Assignment }
  | { readonly kind: "incomplete"; readonly problems: readonly FormProblem[] };

/** The assignment that the form says, or all that is still wrong with it, from top to bottom. */
export function assignmentOf(form: AssignForm, publicKey: string, courseVersion: string): FormOutcome {
  const problems: FormProblem[] = [];
  const say = (field: FormProblem["field"], message: string) => problems.push({ field, message });
  if (form.title.trim() === "") say("title", words.giveTitle);
  if (form.instructions.length > INSTRUCTIONS_LIMIT_CHARACTERS) {
    say("instructions", words.tooManyCharacters(form.instructions.length, INSTRUCTIONS_LIMIT_CHARACTERS));
  }
  if (form.exercises.length === 0) say("exercises", words.chooseOne);
  const exercises = form.exercises.map((id) => {
    const field = form.points[id] ?? DEFAULT_POINTS;
    const points = decimalOf(field.points);
    if (points === undefined || points > POINTS_LIMIT) {
      say(`points-${id}`, words.pointsAreNumbers(POINTS_LIMIT));
    }
    return { id, points: pointsRule(field.kind, points ?? 0) };
  });
  if (!isZone(form.zone)) say("zone", words.noZone);
  const opensAtMs = timeOf(form.opens, form.zone);
  const dueAtMs = timeOf(form.due, form.zone);
  if (form.opens !== "" && opensAtMs === undefined) say("opens", words.dateAndTime);
  if (form.due !== "" && dueAtMs === undefined) say("due", words.dateAndTime);
  if (opensAtMs !== undefined && dueAtMs !== undefined && dueAtMs <= opensAtMs) {
    say("due", words.dueBeforeItOpens);
  }
  const late = percentOf(form.latePercent);
  if (form.late === "percent-a-day" && late === undefined) say("latePercent", words.wholePercent);
  const passing = percentOf(form.passingPercent);
  if (form.passing === "percent" && passing === undefined) {
    say("passingPercent", words.wholePercent);
  }
  if (problems.length > 0) return { kind: "incomplete", problems };
  const assignment: Assignment = {
    version: 1,
    title: form.title.trim(),
    instructions: form.instructions.trim(),
    exercises,
    ...(opensAtMs === undefined ? {} : { opensAtMs }),
    ...(dueAtMs === undefined ? {} : { dueAtMs }),
    zone: form.zone,
    late: form.late === "percent-a-day" ? { kind: form.late, percent: late ?? 1 } : { kind: form.late },
    hints: form.hints,
    solution: form.solution,
    passing:
      form.passing === "percent" ? { kind: form.passing, percent: passing ?? 1 } : { kind: form.passing },
    publicKey,
    courseVersion,
  };
  return { kind: "complete", assignment };
}

/** The form that says this assignment, to change a copy of it. */
export function formOf(assignment: Assignment): AssignForm {
  const { title, instructions, zone, late, passing, hints, solution, opensAtMs, dueAtMs } = assignment;
  const empty = emptyForm(zone);
  return {
    ...empty,
    title,
    instructions,
    exercises: assignment.exercises.map(({ id }) => id),
    points: Object.fromEntries(assignment.exercises.map(({ id, points }) => [id, pointsField(points)])),
    opens: opensAtMs === undefined ? "" : wallTimeOf(opensAtMs, zone),
    due: dueAtMs === undefined ? "" : wallTimeOf(dueAtMs, zone),
    late: late.kind,
    latePercent: late.kind === "percent-a-day" ? String(late.percent) : empty.latePercent,
    hints,
    solution,
    passing: passing.kind,
    passingPercent: passing.kind === "percent" ? String(passing.percent) : empty.passingPercent,
  };
}

function pointsRule(kind: PointsRule["kind"], points: number): PointsRule {
  return kind === "per-test" ? { kind, pointsPerTest: points } : { kind, points };
}

function pointsField(rule: PointsRule): PointsField {
  const points = rule.kind === "per-test" ? rule.pointsPerTest : rule.points;
  return { kind: rule.kind, points: String(points) };
}

function decimalOf(text: string): number | undefined {
  return /^\d+([.,]\d{1,2})?$/.test(text.trim()) ? Number(text.trim().replace(",", ".")) : undefined;
}

function percentOf(text: string): number | undefined {
  const percent = /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0;
  return percent >= 1 && percent <= 100 ? percent : undefined;
}

function timeOf(wallTime: string, zone: string): number | undefined {
  return wallTime === "" || !isZone(zone) ? undefined : instantOf(wallTime, zone);
}
