const SPACE = String.raw`(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*`;
const words = (pattern: string) => new RegExp(`^${SPACE}(?:${pattern})`, "i");

const KIND = "tran|transaction|work|immediate|deferred|exclusive|concurrent|isolation|read";
/** `BEGIN` with anything else behind it is a block of statements with some engines. */
const BEGIN = words(String.raw`begin(?:\s+(?:${KIND})\b|\s*;?\s*$)|start\s+transaction\b`);
/** Not the second phase of a transaction that was prepared, which is a statement of its own. */
const END = words(
  String.raw`(?:commit|rollback|abort)\b(?!\s+(?:prepared\b|(?:(?:work|transaction)\s+)?to\b))|end(?:\s+(?:work|transaction))?\s*;?\s*$`,
);
const SAVEPOINT = words(String.raw`(?:savepoint|release)\b|rollback\s+(?:(?:work|transaction)\s+)?to\b`);

/**
 * Whether a statement begins or ends a transaction, which would be of whatever connection it happens to get: what
 * follows gets another one, or is kept when nobody thinks so.
 */
export function beginsOrEnds(text: string): boolean {
  return BEGIN.test(text) || END.test(text);
}

/** Whether a statement sets or uses a savepoint, which there is only within a transaction. */
export function usesSavepoint(text: string): boolean {
  return SAVEPOINT.test(text);
}
