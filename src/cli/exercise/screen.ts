import type { Grade } from "../../grader/grade.ts";

/** What there is to show. */
export interface ScreenState {
  readonly title: string;
  /** Where the learner's files are. */
  readonly folder: string;
  readonly program: "starting" | "listening" | "ended";
  /** Where the program answers, for a browser or curl. */
  readonly address: string;
  /** The last lines that the program wrote. */
  readonly output: readonly string[];
  /** `undefined`: not graded yet. */
  readonly grade: Grade | undefined;
  readonly isGrading: boolean;
  /** A hint, a difference, or what became of a key; in place of the tests until another key. */
  readonly page: { readonly title: string; readonly lines: readonly string[] } | undefined;
}

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

const BAR_CHARACTERS = 24;
const OUTPUT_LINES = 3;
const KEYS = "g grade  h hint  d your changes  s hand in  r reset  q quit";

type Style = "bold" | "soft" | "ok" | "bad" | "plain";
const CODES: Readonly<Record<Style, string>> = { bold: "1", soft: "2", ok: "32", bad: "35", plain: "" };

interface Row {
  readonly text: string;
  readonly style: Style;
}

/** The whole screen, one string for each row of the terminal, none wider than it. */
export function screenRows(state: ScreenState, { columns, rows }: ScreenSize, hasColour: boolean): string[] {
  const head = [row(state.title, "bold"), ...wrapped(statusLine(state), columns, "soft", ""), row("")];
  const foot = [row(""), ...outputRows(state), ...wrapped(KEYS, columns, "soft", "")];
  const room = Math.max(3, rows - head.length - foot.length);
  const body = state.page === undefined ? testRows(state, columns) : pageRows(state.page, columns);
  const shown =
    body.length <= room
      ? body
      : [...body.slice(0, room - 1), row(`… ${body.length - room + 1} more lines`, "soft")];
  const padding = Array.from({ length: room - shown.length }, () => row(""));
  return [...head, ...shown, ...padding, ...foot].map((each) => paint(each, columns, hasColour));
}

function statusLine({ program, address, folder, isGrading }: ScreenState): string {
  const status = {
    starting: "starting",
    listening: `answers at ${address}`,
    ended: "is not running: save a file to start it again",
  }[program];
  return `${folder}   The program ${status}.${isGrading ? "   Grading…" : ""}`;
}

function testRows({ grade, isGrading }: ScreenState, columns: number): Row[] {
  if (grade === undefined)
    return [row(isGrading ? "Grading for the first time…" : "Save a file to grade it.", "soft")];
  if (grade.failure !== undefined) return wrapped(grade.failure, columns, "bad", "");
  const passed = grade.tests.filter(({ state }) => state === "pass").length;
  const filled = Math.round((BAR_CHARACTERS * passed) / Math.max(1, grade.tests.length));
  const bar = "█".repeat(filled) + "░".repeat(BAR_CHARACTERS - filled);
  const rows: Row[] = [
    row(`${passed} of ${grade.tests.length} tests pass`, grade.passed ? "ok" : "bold"),
    row(bar, grade.passed ? "ok" : "plain"),
    row(""),
  ];
  // What fails is what one wants to read; the first of them says why.
  const first = grade.tests.find(({ state }) => state === "fail");
  if (first?.failure !== undefined) {
    rows.push(
      row(`✗ ${first.name}`, "bad"),
      ...wrapped(first.failure.message, columns, "plain", "    "),
      row(""),
    );
  }
  for (const test of grade.tests)
    if (test !== first && test.state !== "pass") rows.push(row(`✗ ${test.name}`, "bad"));
  for (const test of grade.tests) if (test.state === "pass") rows.push(row(`✓ ${test.name}`, "ok"));
  return rows;
}

function pageRows({ title, lines }: NonNullable<ScreenState["page"]>, columns: number): Row[] {
  return [
    row(title, "bold"),
    row(""),
    ...lines.flatMap((text) =>
      wrapped(text, columns, text.startsWith("+ ") ? "ok" : text.startsWith("- ") ? "bad" : "plain", ""),
    ),
  ];
}

function outputRows({ output }: ScreenState): Row[] {
  return output.slice(-OUTPUT_LINES).map((text) => row(`  ${text}`, "soft"));
}

function wrapped(text: string, columns: number, style: Style, indent: string): Row[] {
  const width = Math.max(10, columns - indent.length);
  return text.split("\n").flatMap((line) => {
    const rows: Row[] = [];
    let rest = Array.from(line);
    do {
      const breakAt = rest.length <= width ? rest.length : rest.lastIndexOf(" ", width);
      const end = breakAt <= 0 ? width : breakAt;
      rows.push(row(indent + rest.slice(0, end).join(""), style));
      rest = rest.slice(rest[end] === " " ? end + 1 : end);
    } while (rest.length > 0);
    return rows;
  });
}

function paint({ text, style }: Row, columns: number, hasColour: boolean): string {
  // What a program wrote must not move the cursor.
  const plain = Array.from(text.replaceAll(/\t/g, "  ").replaceAll(/\p{Cc}/gu, ""))
    .slice(0, columns)
    .join("");
  return hasColour && CODES[style] !== "" ? `\u001b[${CODES[style]}m${plain}\u001b[0m` : plain;
}

function row(text: string, style: Style = "plain"): Row {
  return { text, style };
}
