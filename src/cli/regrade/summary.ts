import { join } from "node:path";
import type { GradedClass, Trouble } from "../../gradebook/index.ts";

/** Not worth a line in a terminal: the reports have them. */
const QUIET: ReadonlySet<Trouble["kind"]> = new Set(["duplicate", "not-handed-in"]);

/** What a run says at its end. */
export function summary({ learners, troubles, gradedNow, gradedBefore }: GradedClass, out: string): string {
  const count = (standing: (typeof learners)[number]["standing"]): number =>
    learners.filter((each) => each.standing === standing).length;
  const passed = learners.filter(({ score }) => score?.passed).length;
  const before = gradedBefore === 0 ? "" : ` ${gradedBefore} were graded before and stay as they are.`;
  const rows: [string, number][] = [
    ["passed", passed],
    ["not passed", learners.filter(({ score }) => score?.passed === false).length],
    ["cannot be graded", count("cannot-grade")],
    ["not handed in", count("not-handed-in")],
  ];
  const told = troubles.filter(({ kind }) => !QUIET.has(kind));
  return [
    `Graded ${gradedNow} hand-ins.${before}`,
    "",
    ...rows
      .filter(([, number]) => number > 0)
      .map(([what, number]) => `${String(number).padStart(6)}  ${what}`),
    ...(told.length === 0 ? [] : ["", "To look at:", ...told.map(troubleLine)]),
    "",
    `Results: ${join(out, "class.html")}, grades.csv, grades-moodle.csv, grades-canvas.csv, grades.json`,
    `Then: npm run feedback -- ${out}`,
    "",
  ].join("\n");
}

function troubleLine({ learner, where, message }: Trouble): string {
  const who = [learner, where].filter((part) => part !== undefined).join(", ");
  return `  ${who === "" ? "" : `${who}: `}${message}`.replaceAll(/[^\P{Cc}]/gu, "\uFFFD");
}
