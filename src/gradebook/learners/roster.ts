import { parseCsv } from "../csv.ts";
import { rosterTime } from "./roster-time.ts";

/** One learner of the class, as far as the list tells. */
export interface RosterRow {
  readonly name: string;
  readonly number?: string;
  /** Moodle's participant number or Canvas's user id. */
  readonly lmsId?: string;
  /** Whose list it is, by its headings; absent when they do not say. */
  readonly lms?: "moodle" | "canvas";
  readonly login?: string;
  readonly email?: string;
  readonly section?: string;
  /** When the LMS received the last hand-in. */
  readonly receivedAtMs?: number;
}

export interface Roster {
  readonly rows: readonly RosterRow[];
  /** Sentences about rows that were left out or understood in part. */
  readonly remarks: readonly string[];
}

/** A list of learners cannot be used. The message says what it needs. */
export class RosterError extends Error {
  override readonly name = "RosterError";
}

type Column = Exclude<keyof RosterRow, "receivedAtMs" | "lms"> | "firstName" | "lastName" | "received";

/** Headings by what they mean, in lower case: of lists made by hand, Moodle's grading worksheet, Canvas's gradebook. */
const HEADINGS: Readonly<Record<Column, readonly string[]>> = {
  name: ["full name", "name", "student", "student name", "learner"],
  firstName: ["first name", "firstname", "given name"],
  lastName: ["last name", "lastname", "surname", "family name"],
  number: ["student number", "number", "id number", "student id", "sis user id", "matriculation number"],
  lmsId: ["identifier", "id", "canvas id", "moodle id"],
  login: ["sis login id", "username", "login"],
  email: ["email address", "email", "e-mail"],
  section: ["section", "group"],
  received: ["last modified (submission)", "received", "received at", "submitted", "submitted at"],
};

/** What Canvas has in lines of their own: the points that are possible, and a learner for the instructor's trials. */
const NOBODY = ["Points Possible", "Student, Test"];

/** Reads a CSV list of learners; times without an offset are by clocks in `zone`. Throws a RosterError. */
export function readRoster(text: string, zone: string): Roster {
  const [heading, ...lines] = parseCsv(text);
  if (heading === undefined) throw new RosterError("The roster is empty. Its first line names the columns.");
  const columns = columnsOf(heading);
  if (!columns.has("name") && !(columns.has("firstName") && columns.has("lastName"))) {
    throw new RosterError(
      `The roster has no column of names. Its columns are ${heading.join(", ")}; one of them must be called "Name", or two "First name" and "Last name".`,
    );
  }
  const lms = lmsOf(heading, heading[columns.get("lmsId") ?? -1]);
  const rows: RosterRow[] = [];
  const remarks: string[] = [];
  for (const line of lines) {
    const cell = (column: Column): string => (line[columns.get(column) ?? -1] ?? "").trim();
    const name =
      cell("name") || [cell("firstName"), cell("lastName")].filter((part) => part !== "").join(" ");
    if (name === "" || NOBODY.includes(name)) continue;
    const received = cell("received");
    const receivedAtMs = received === "" || received === "-" ? undefined : rosterTime(received, zone);
    if (received !== "" && received !== "-" && receivedAtMs === undefined)
      remarks.push(
        `The roster says that ${name} handed in at "${received}", which is no time that is understood.`,
      );
    rows.push({
      name,
      ...optional("number", cell("number")),
      ...optional("lmsId", /\d+$/.exec(cell("lmsId"))?.[0] ?? ""),
      ...(lms === undefined ? {} : { lms }),
      ...optional("login", cell("login")),
      ...optional("email", cell("email")),
      ...optional("section", cell("section")),
      ...(receivedAtMs === undefined ? {} : { receivedAtMs }),
    });
  }
  const learners = once(rows);
  return {
    rows: learners,
    remarks: [...remarks, ...twice(learners, "number", "number"), ...twice(learners, "lmsId", "id")],
  };
}

/** A learner of several sections stands in several lines. */
function once(rows: readonly RosterRow[]): RosterRow[] {
  const learners: RosterRow[] = [];
  const byName = new Map<string, number[]>();
  for (const row of rows) {
    const name = row.name.toLowerCase();
    const namesakes = byName.get(name) ?? [];
    const at = namesakes.find((index) => isSameLearner(learners[index], row));
    const before = at === undefined ? undefined : learners[at];
    if (at !== undefined && before !== undefined) learners[at] = joined(before, row);
    else byName.set(name, [...namesakes, learners.push(row) - 1]);
  }
  return learners;
}

/** Of two with one name: is what names them among all learners the same, as far as both tell, and does something name them? */
function isSameLearner(one: RosterRow | undefined, other: RosterRow): boolean {
  const both = (["number", "lmsId"] as const).filter(
    (key) => one?.[key] !== undefined && other[key] !== undefined,
  );
  return both.length > 0 && both.every((key) => one?.[key] === other[key]);
}

function joined(one: RosterRow, other: RosterRow): RosterRow {
  const sections = [one.section, other.section].flatMap((section) => section?.split(", ") ?? []);
  const times = [one.receivedAtMs, other.receivedAtMs].filter((atMs) => atMs !== undefined);
  return {
    ...other,
    ...one,
    ...optional("section", [...new Set(sections)].join(", ")),
    ...(times.length === 0 ? {} : { receivedAtMs: Math.max(...times) }),
  };
}

/** A list made by hand may call its ids "ID" as Canvas does, and has none of its other columns. */
function lmsOf(heading: readonly string[], ofIds: string | undefined): RosterRow["lms"] {
  if (ofIds === undefined) return undefined;
  if (/identifier|moodle/i.test(ofIds)) return "moodle";
  const isCanvas = /canvas/i.test(ofIds) || heading.some((title) => /^\s*(sis |student\s*$)/i.test(title));
  return isCanvas ? "canvas" : undefined;
}

function columnsOf(heading: readonly string[]): ReadonlyMap<Column, number> {
  const found = new Map<Column, number>();
  const known = Object.entries(HEADINGS) as [Column, readonly string[]][];
  for (const [index, title] of heading.entries()) {
    const plain = title.trim().toLowerCase().replaceAll("_", " ");
    const column = known.find(([, titles]) => titles.includes(plain))?.[0];
    if (column !== undefined && !found.has(column)) found.set(column, index);
  }
  return found;
}

function optional<Key extends string>(key: Key, value: string): { readonly [K in Key]?: string } {
  return value === "" ? {} : ({ [key]: value } as { readonly [K in Key]: string });
}

/** Two learners of one number would be given one grade. */
function twice(rows: readonly RosterRow[], key: "number" | "lmsId", called: string): string[] {
  const byValue = Map.groupBy(
    rows.filter((row) => row[key] !== undefined),
    (row) => row[key],
  );
  return [...byValue]
    .filter(([, same]) => same.length > 1)
    .map(
      ([value, same]) =>
        `The roster has the ${called} ${value} for ${same.map(({ name }) => name).join(" and ")}.`,
    );
}
