import { type LmsMark, lmsMark } from "./lms-name.ts";
import type { NamePattern, PatternNames } from "./name-pattern.ts";
import type { RosterRow } from "./roster.ts";

/** Whose hand-in it is. */
export interface Learner {
  /** The same for all hand-ins of one learner, and for no other's. */
  readonly key: string;
  readonly name: string;
  /** Empty when none is known. */
  readonly number: string;
  readonly lms?: { readonly lms: LmsMark["lms"]; readonly id?: string };
  readonly roster?: RosterRow;
}

export interface Identified {
  readonly learner: Learner;
  readonly mark: LmsMark | undefined;
  /** Who it was downloaded from, when that is not who the hand-in says it is from. */
  readonly otherName?: string;
}

export interface Names {
  readonly roster?: readonly RosterRow[];
  readonly pattern?: NamePattern;
  /** Paths that have the form of Canvas's and do not say who handed them in. */
  readonly canvasByChance?: ReadonlySet<string>;
}

/** What the hand-in says of its learner; absent when it could not be opened. */
export interface InsideNames {
  readonly name: string;
  readonly studentNumber: string;
}

/**
 * Who handed a file in: what the LMS or the instructor's pattern says comes before what is in the file, which is only
 * what its maker says. A name that the pattern reads is none of Canvas's, whose form an ordinary name may have by chance.
 * Moodle's stays Moodle's: its folder has no such form, and what follows it a learner chose. With a roster, names and
 * numbers are the roster's.
 */
export function identify(path: string, inside: InsideNames | undefined, names: Names): Identified {
  const pattern = names.pattern?.(path);
  const marked = lmsMark(path);
  const isByChance = pattern !== undefined || names.canvasByChance?.has(path) === true;
  const mark = marked?.lms === "canvas" && isByChance ? undefined : marked;
  const outside = pattern?.name ?? mark?.learnerName;
  const roster = rosterRow(names.roster ?? [], { mark, pattern, inside });
  const lms = mark && { lms: mark.lms, ...(mark.learnerId === undefined ? {} : { id: mark.learnerId }) };
  const plainOutside = mark?.lms === "canvas" && pattern?.name === undefined ? undefined : outside;
  const name = roster?.name ?? plainOutside ?? inside?.name ?? outside ?? path;
  const number = roster?.number ?? pattern?.number ?? inside?.studentNumber ?? "";
  const known = roster?.name ?? outside;
  const differs = known !== undefined && inside !== undefined && !sameName(known, inside.name);
  return {
    learner: {
      key: keyOf(roster, lms, name, number),
      name,
      number,
      ...(lms === undefined ? {} : { lms }),
      ...(roster === undefined ? {} : { roster }),
    },
    mark,
    ...(differs ? { otherName: known } : {}),
  };
}

function keyOf(roster: RosterRow | undefined, lms: Learner["lms"], name: string, number: string): string {
  if (roster !== undefined) return rosterKey(roster);
  if (lms?.id !== undefined) return `${lms.lms}:${lms.id}`;
  return `says:${plain(number).join(" ")}:${plain(name).toSorted().join(" ")}`;
}

/** The key of a learner on the roster, with a hand-in or without. */
export function rosterKey({ number, lmsId, name }: RosterRow): string {
  return ["roster", number, lmsId, name].join(":");
}

interface Hints {
  readonly mark: LmsMark | undefined;
  readonly pattern: PatternNames | undefined;
  readonly inside: InsideNames | undefined;
}

/** By the surest first; a name must be one learner's alone. */
function rosterRow(roster: readonly RosterRow[], { mark, pattern, inside }: Hints): RosterRow | undefined {
  const one = (test: (row: RosterRow) => boolean): RosterRow | undefined => {
    const found = roster.filter(test);
    return found.length === 1 ? found[0] : undefined;
  };
  const byNumber = (number: string | undefined) =>
    number ? one((row) => row.number !== undefined && sameText(row.number, number)) : undefined;
  const byName = (name: string | undefined) =>
    name === undefined ? undefined : one((row) => sameName(row.name, name));
  // What one LMS says is of nobody on another's list.
  const ofSameLms = ({ lms }: RosterRow): boolean => (lms ?? mark?.lms) === mark?.lms;
  const byMark = ({ lms, learnerName }: LmsMark) =>
    learnerName === undefined
      ? undefined
      : one((row) => ofSameLms(row) && isWhomLmsNames(row.name, lms, learnerName));
  const outside =
    (mark?.learnerId === undefined
      ? undefined
      : one((row) => row.lmsId === mark.learnerId && ofSameLms(row))) ??
    byNumber(pattern?.number) ??
    byName(pattern?.name) ??
    (mark === undefined ? undefined : byMark(mark));
  // What a file says of itself counts only where nobody else says whose it is.
  if (outside !== undefined || mark?.learnerName !== undefined || pattern?.name !== undefined) return outside;
  return byNumber(inside?.studentNumber) ?? byName(inside?.name);
}

function sameText(one: string, other: string): boolean {
  return plain(one).join("") === plain(other).join("");
}

/** `Jane Doe` is `Doe, Jane`, `JANE M. DOE` and Canvas's `doejane`. */
export function sameName(one: string, other: string): boolean {
  const [a, b] = [plain(one), plain(other)];
  if (a.length === 0 || b.length === 0) return false;
  const [fewer, more] = a.length <= b.length ? [a, b] : [b, a];
  if (fewer.length > 1) return fewer.every((word) => more.includes(word));
  const [single = ""] = fewer;
  return more.includes(single) ? more.length === 1 : canRunTogether(single, more);
}

/**
 * Moodle's `Jane Doe` and Canvas's `doejane` are `Doe, Jane`, and nobody with a name more or less: a learner may be called
 * by words of which some are another's whole name.
 */
function isWhomLmsNames(name: string, lms: LmsMark["lms"], learnerName: string): boolean {
  const [words, said] = [plain(name), plain(learnerName)];
  if (words.length === 0 || said.length === 0) return false;
  if (lms === "canvas") return canRunTogether(said.join(""), words);
  return words.toSorted().join(" ") === said.toSorted().join(" ");
}

/** Their orders are still few. */
const ANY_ORDER_WORDS = 6;

/** Is the text these words without spaces: in any order, or when they are many, in their own, begun anywhere? */
function canRunTogether(text: string, words: readonly string[]): boolean {
  if (words.length <= ANY_ORDER_WORDS) return isSomeOrderOf(text, words);
  return words.some((_, from) => text === [...words.slice(from), ...words.slice(0, from)].join(""));
}

function isSomeOrderOf(text: string, words: readonly string[]): boolean {
  if (words.length === 0) return text === "";
  return words.some(
    (word, index) =>
      text.startsWith(word) && isSomeOrderOf(text.slice(word.length), words.toSpliced(index, 1)),
  );
}

/** Its words in lower case, without accents. */
function plain(text: string): string[] {
  return (
    text
      .normalize("NFKD")
      .replaceAll(/\p{M}/gu, "")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
