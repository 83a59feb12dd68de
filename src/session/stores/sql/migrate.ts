import { DatabaseError } from "./database-error.ts";
import { type SchemaStep, versionTable } from "./session-schema.ts";
import type { SqlPool } from "./sql-pool.ts";

/**
 * Takes the steps that are missing. Several processes may start at once: a step that fails because another
 * process has just taken it counts as taken. A process that dies half-way leaves the rest to the next one.
 */
export async function migrate(pool: SqlPool, table: string, steps: readonly SchemaStep[]): Promise<void> {
  const version = await readVersion(pool, table);
  if (version > steps.length) {
    throw new DatabaseError(
      "misuse",
      `The table ${table} was made by a later version of keepsake (its version is ${version}, this one knows ${steps.length}). Update keepsake, or name another table.`,
    );
  }
  if (version === steps.length) return;
  await take(pool, versionTable(pool.engine.dialect, table), table);
  for (const step of steps.slice(version)) await take(pool, step, table);
  await writeVersion(pool, table, steps.length);
}

/** 0: nothing was made yet. */
async function readVersion(pool: SqlPool, table: string): Promise<number> {
  const { rows } = await pool
    .query({ text: `SELECT version FROM ${table}_schema` })
    .catch((error: unknown) => (isAnswer(error) ? { rows: [] } : Promise.reject(error)));
  // One row for each version that was reached.
  return Math.max(0, ...rows.map((row) => Number(row["version"])));
}

async function writeVersion(pool: SqlPool, table: string, version: number): Promise<void> {
  try {
    await pool.query({ text: `INSERT INTO ${table}_schema (version) VALUES (${version})` });
  } catch (error) {
    if (!(error instanceof DatabaseError && error.kind === "duplicate")) throw error;
  }
}

/** Two processes that change the tables at once may hinder each other; then each looks again. */
const MOST_ATTEMPTS = 10;
const PAUSE_MS = 50;

async function take(pool: SqlPool, step: SchemaStep, table: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    if (await isTaken(pool, step)) return;
    try {
      await pool.query({ text: step.sql });
      return;
    } catch (error) {
      if (await isTaken(pool, step)) return;
      if (!isAnswer(error)) throw error;
      if (attempt === MOST_ATTEMPTS) throw cannot(error, table);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * Math.random()));
  }
}

function cannot(error: DatabaseError, table: string): DatabaseError {
  return new DatabaseError(
    error.kind,
    `The table ${table} cannot be made or brought up to date. If there is one that is not keepsake's, rename it or name another; if this user may not make tables, let one who may run the program once. ${error.message}`,
    error,
  );
}

async function isTaken(pool: SqlPool, { done }: SchemaStep): Promise<boolean> {
  try {
    const { rows } = await pool.query({ text: done.sql });
    return done.by === "no error" || rows.length > 0;
  } catch (error) {
    if (done.by === "no error" && isAnswer(error)) return false;
    throw error;
  }
}

/** The engine said no; it was not out of reach. */
function isAnswer(error: unknown): error is DatabaseError {
  return (
    error instanceof DatabaseError &&
    (error.kind === "refused" || error.kind === "duplicate" || error.kind === "conflict")
  );
}
