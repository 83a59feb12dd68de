import { DatabaseError, type DatabaseErrorKind } from "./database-error.ts";
import type { SqlEngine, SqlStatement, SqlValue } from "./sql-driver.ts";

/** An engine's error, with what a person needs: where, what to do, and the statement; without its values. */
export function explainedError(
  error: unknown,
  engine: Pick<SqlEngine, "name" | "place">,
  statement?: SqlStatement,
  values: readonly SqlValue[] = [],
): DatabaseError {
  const known = error instanceof DatabaseError ? error : new DatabaseError("refused", String(error));
  if (known.kind === "no-driver" || known.kind === "bad-url") return known;
  const position = shownPosition(known.position, statement);
  const said = withoutValues(known.message, values)
    .trim()
    .replace(/[.;:]+$/, "");
  const at = position === undefined ? "" : ` (at position ${position})`;
  const message = `The ${engine.name} database (${engine.place}) ${SAYS[known.kind]}: ${said}${at}.`;
  return new DatabaseError(
    known.kind,
    `${message}${remedy(known.kind)}${statement === undefined ? "" : ` Statement: ${shown(statement)}`}`,
    { engineCode: known.engineCode, position },
  );
}

const SAYS: Readonly<Record<DatabaseErrorKind, string>> = {
  unreachable: "cannot be reached",
  duplicate: "has a row with this unique key",
  conflict: "had another transaction in the way",
  refused: "refused the statement",
  misuse: "cannot do this",
  "bad-url": "has a wrong URL",
  "no-driver": "has no driver",
};

function remedy(kind: DatabaseErrorKind): string {
  return kind === "unreachable"
    ? " See that it runs, and that host, port, name and password in its URL (DATABASE_URL) are right."
    : "";
}

function shownPosition(
  position: number | undefined,
  statement: SqlStatement | undefined,
): number | undefined {
  return position === undefined ? undefined : (statement?.source?.positionOf(position) ?? position);
}

const LONGEST_SHOWN = 1000;

function shown({ text, source }: SqlStatement): string {
  const oneLine = (source?.text ?? text).trim();
  return oneLine.length > LONGEST_SHOWN ? `${oneLine.slice(0, LONGEST_SHOWN)}…` : oneLine;
}

/** Engines quote values in their messages: as 'value', "value" or (value). */
function withoutValues(message: string, values: readonly SqlValue[]): string {
  let clean = message;
  for (const value of values) {
    if (value === null || typeof value === "boolean" || value instanceof Uint8Array) continue;
    const text = value instanceof Date ? value.toISOString() : String(value);
    if (text === "") continue;
    for (const [open, close] of QUOTES)
      clean = clean.replaceAll(`${open}${text}${close}`, `${open}…${close}`);
  }
  return clean;
}

const QUOTES = [
  ["'", "'"],
  ['"', '"'],
  ["(", ")"],
] as const;
