import { joinEntries } from "../record.ts";
import type { CookieTerms, HeldContent, HeldSession } from "./cookie-codec.ts";
import { type DictDialect, type DictOriginal, printMembers, readMembers } from "./dict-members.ts";
import { splitMembers } from "./json-members.ts";
import { freshMark, parseMark, printMark } from "./mark.ts";
import { mayHaveTags, rootMembers } from "./tagged-json.ts";

/** The session in a text whose signature was found good. Undefined: not a session. */
export function readDict(
  text: string,
  signedAtSeconds: number,
  dialect: DictDialect,
  terms: CookieTerms,
): HeldSession | undefined {
  const split = splitMembers(text);
  if (split === undefined) return undefined;
  const members = rootMembers(split.members, dialect);
  if (members === undefined) return undefined;
  const isPlain = split.isJson && !mayHaveTags(text);
  const read = readMembers(members, dialect, isPlain ? split.value : undefined);
  const permanent = read.permanent ?? (dialect.permanentKey === undefined && terms.permanent);
  const marked =
    read.mark === undefined ? undefined : parseMark(read.mark, signedAtSeconds, permanent, terms);
  const { id, ...rest } = marked ?? freshMark(signedAtSeconds, permanent, terms);
  return {
    id,
    record: { data: read.data, flash: read.original.flashes.flash, ...rest },
    isUnmarked: marked === undefined,
    original: read.original,
  };
}

/** The text to sign. `from` is what {@link readDict} gave for this request. Throws "bad-key" for a key that is taken. */
export function printDict(content: HeldContent, dialect: DictDialect, from: HeldSession | undefined): string {
  const original = from?.original as DictOriginal | undefined;
  const mark = printMark(content, dialect.permanentKey === undefined);
  return joinEntries(printMembers(content.record, mark, dialect, original));
}
