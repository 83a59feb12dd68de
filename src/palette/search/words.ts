/** A word of a text, and where it stands there. */
export interface PlacedWord {
  readonly word: string;
  readonly start: number;
}

/** Words that stand everywhere, and so find nothing. */
const EVERYWHERE = new Set(
  "a an and are as at be by can do does for how i in is it its my of on or so that the then this to was what when where which who why with you your".split(
    " ",
  ),
);

/** Letters and digits that stand together. Everything else parts words: `req.session` has two. */
export function placedWords(text: string): PlacedWord[] {
  return Array.from(text.matchAll(/[\p{L}\p{N}]+/gu), (match) => ({ word: match[0], start: match.index }));
}

/** What the index knows a word by: itself, and each part when its writing joins several (`maxAge`). */
export function indexTerms(word: string): string[] {
  const parts = /.\p{Lu}/u.test(word) ? word.split(/(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u) : [];
  const terms = [word, ...(parts.length > 1 ? parts : [])];
  return terms.flatMap((term) => searchTerm(term) ?? []);
}

/** What a typed word is looked up by; `undefined` when it would find everything. */
export function searchTerm(word: string): string | undefined {
  const lower = word.toLowerCase();
  return EVERYWHERE.has(lower) ? undefined : withoutPlural(lower);
}

/** "cookies" and "cookie" are one word; "express", "redis" and "status" end in an s of their own. */
function withoutPlural(word: string): string {
  return word.length > 3 && /[^siu]s$/.test(word) ? word.slice(0, -1) : word;
}
