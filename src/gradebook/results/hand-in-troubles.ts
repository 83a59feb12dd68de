import { exerciseVersionOf } from "../../assignment/fingerprint.ts";
import type { LoadedExercise } from "../../course/load-exercise.ts";
import { filesToGrade } from "../grading/grade-hand-in.ts";
import { about, type OpenedHandIn } from "../hand-ins/opened.ts";
import { rosterKey } from "../learners/identify.ts";
import { latenessSentence } from "./lateness-sentence.ts";
import type { Remedies } from "./remedies.ts";
import type { ResultsOrder, Verdict } from "./results.ts";
import type { Trouble } from "./trouble.ts";

type TimeRemedies = Pick<Remedies, "whenHowLateIsUnknown" | "whenTimeIsUnknown">;

/** What is to be said of hand-ins that were opened, and of learners without one. */
export function handInTroubles(order: ResultsOrder, remedies: TimeRemedies): Trouble[] {
  const { verdicts, roster } = order;
  const handedIn = new Set(verdicts.map(({ counts }) => counts.learner.roster));
  return [
    ...verdicts.flatMap((verdict) => [
      ...timeTroubles(verdict.counts, order, remedies),
      ...verdict.others.map((other) => duplicate(other, verdict.counts)),
      ...exerciseTroubles(verdict, order),
      ...(roster.length > 0 && verdict.counts.learner.roster === undefined
        ? [about(verdict.counts, "not-in-roster", "The roster has nobody of this name or number.")]
        : []),
    ]),
    ...sameNumber(verdicts),
    ...roster
      .filter((row) => !handedIn.has(row))
      .map(
        (row): Trouble => ({
          ...{ kind: "not-handed-in", learner: row.name, learnerKey: rosterKey(row) },
          message: "Nothing that could be opened was handed in.",
        }),
      ),
  ];
}

const DOUBTED =
  "It is named as Canvas names files, and lies among hand-ins that are not. That Canvas would have marked it late was not believed: the time of its file counts, unless that is the download's. If it is from Canvas, give what was downloaded there by itself.";

const IN_OWN_ZIP = "It lies in a zip file with hand-ins of nobody else";
const MAKERS_WORD = "the times in it are its maker's word";

function timeTroubles(
  counts: OpenedHandIn,
  { assignment, received }: ResultsOrder,
  remedies: TimeRemedies,
): Trouble[] {
  const { lateness, by, isDoubted = false, isInOwnZip = false } = received.get(counts) ?? {};
  const doubts = isDoubted ? [about(counts, "canvas-doubted", DOUBTED)] : [];
  const sentence = lateness && latenessSentence(lateness, assignment);
  if (lateness?.kind === "late" && sentence !== undefined) {
    const howLate =
      by === "lms" && assignment.late.kind === "percent-a-day"
        ? ` The LMS says that it is late and not by how much: ${remedies.whenHowLateIsUnknown}.`
        : "";
    const whose = isInOwnZip && by === "file" ? ` ${IN_OWN_ZIP}, whose own time counts: ${MAKERS_WORD}.` : "";
    return [...doubts, about(counts, "late", sentence + howLate + whose)];
  }
  if (lateness?.kind !== "unknown" || sentence === undefined) return doubts;
  const reason = isInOwnZip
    ? `${IN_OWN_ZIP}, and ${MAKERS_WORD}`
    : "Its file carries the time of the download";
  const remedy = `${reason}: ${remedies.whenTimeIsUnknown}.`;
  return [...doubts, about(counts, "lateness-unknown", `${sentence} ${remedy}`)];
}

function duplicate(other: OpenedHandIn, counts: OpenedHandIn): Trouble {
  return about(
    other,
    "duplicate",
    `This hand-in (${other.receipt}) does not count: ${counts.receipt}, in ${counts.where}, does.`,
  );
}

function exerciseTroubles({ counts, graded }: Verdict, { exercises }: ResultsOrder): Trouble[] {
  return graded.exercises.flatMap((result): Trouble[] => {
    const loaded = exercises.find(({ id }) => id === result.id)?.loaded;
    const handed = counts.handIn.exercises.find(({ id }) => id === result.id);
    const title = loaded?.exercise.title ?? result.id;
    if (result.kind === "not-handed-in" || handed === undefined)
      return [about(counts, "missing-exercise", `"${title}" is not in the hand-in.`)];
    const files = loaded === undefined ? [] : fileTroubles(counts, loaded);
    if (result.kind === "cannot-grade")
      return [...files, about(counts, "cannot-grade", `"${title}" cannot be graded: ${result.reason}`)];
    const own = result.tests.filter(({ hidden }) => !hidden);
    const passes = own.length > 0 && own.every(({ state }) => state === "pass");
    const differs =
      handed.pageResult?.passed === true && !passes
        ? [
            about(
              counts,
              "claim-differs",
              `The hand-in says that "${title}" passed in the page. The same tests do not pass here.`,
            ),
          ]
        : [];
    return [...files, ...differs];
  });
}

/** What is said of an exercise's files: begun with others than this course has, or changed where they are not to be. */
function fileTroubles(counts: OpenedHandIn, loaded: LoadedExercise): Trouble[] {
  const { id, title } = loaded.exercise;
  const handed = counts.handIn.exercises.find((each) => each.id === id);
  if (handed === undefined) return [];
  const { putBack } = filesToGrade(loaded, handed);
  const list = putBack.join(", ");
  if (handed.version !== exerciseVersionOf(loaded.starter)) {
    const given = putBack.length === 0 ? "" : ` ${list} was put back as it is here.`;
    // An older course's read-only files differ from these without anybody having changed them.
    return [
      about(
        counts,
        "other-starter",
        `"${title}" was begun with other starter files than this course has: course ${counts.handIn.versions.course} gave them.${given} Your tests ran on it; if they ask for something that only the newer files say, grade it with that version of the course.`,
      ),
    ];
  }
  if (putBack.length === 0) return [];
  return [
    about(
      counts,
      "altered",
      `In "${title}", ${list} is not the learner's to change; the course's own was put back.`,
    ),
  ];
}

function sameNumber(verdicts: readonly Verdict[]): Trouble[] {
  const withNumber = verdicts.filter(({ counts }) => counts.learner.number !== "");
  return [...Map.groupBy(withNumber, ({ counts }) => counts.learner.number)].flatMap(([number, same]) =>
    same.length < 2
      ? []
      : same.map(({ counts }) => {
          const others = same.filter((each) => each.counts.learner.key !== counts.learner.key);
          const names = others.map((each) => whose(each, same));
          return about(counts, "same-number", `The student number ${number} is also ${names.join(" and ")}.`);
        }),
  );
}

/** `Ada's`, and in which file, where several are called so. */
function whose({ counts }: Verdict, among: readonly Verdict[]): string {
  const { name } = counts.learner;
  const namesakes = among.filter((each) => each.counts.learner.name === name);
  return namesakes.length > 1 ? `${name}'s (${counts.where})` : `${name}'s`;
}
