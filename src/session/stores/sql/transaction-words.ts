/** Comments as each engine has them, to the end of the text too. */
const GAP = String.raw`(?:\s|(?:--|#)[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)`;
const words = (pattern: string) => new RegExp(`^${GAP}*(?:${pattern.replaceAll(" ", `${GAP}+`)})`, "i");
const NOTHING_ELSE = `${GAP}*;?${GAP}*$`;

const KIND = "tran|transaction|work|immediate|deferred|exclusive|concurrent|isolation|read";
/** `BEGIN` with anything else behind it is a block of statements with some engines. */
const BEGIN = words(String.raw`begin(?: (?:${KIND})\b|${NOTHING_ELSE})|start transaction\b`);
/** From then on each statement begins a transaction, or ends the one that it finds. */
const MODE = words(
  String.raw`set (?:[^;]*,${GAP}*)?(?:(?:session|local) |@@(?:(?:session|local)\.)?)?(?:autocommit\b|implicit_transactions\b)`,
);
/** Not the second phase of a transaction that was prepared, which is a statement of its own. */
const END = words(
  String.raw`(?:commit|rollback|abort)\b(?! (?:prepared\b|(?:(?:work|transaction) )?to\b))|end(?: (?:work|transaction))?${NOTHING_ELSE}`,
);
const SAVEPOINT = words(String.raw`(?:savepoint|release)\b|rollback (?:(?:work|transaction) )?to\b`);

/**
 * Whether a statement begins or ends a transaction, or has others do so, which would be of whatever connection it happens to get: what
 * follows gets another one, or is kept when nobody thinks so.
 */
export function beginsOrEnds(text: string): boolean {
  return BEGIN.test(text) || END.test(text) || MODE.test(text);
}

/** Whether a statement sets or uses a savepoint, which there is only within a transaction. */
export function usesSavepoint(text: string): boolean {
  return SAVEPOINT.test(text);
}
