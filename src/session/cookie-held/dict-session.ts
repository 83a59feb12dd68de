import { keyTexts, type SessionRecord, signInOf } from "../record.ts";
import type { CookieTerms, HeldContent, HeldSession } from "./cookie-codec.ts";
import { type DictDialect, type DictOriginal, printMembers, readMembers } from "./dict-members.ts";
import { splitMembers } from "./json-members.ts";
import { freshMark, type Marked, markOf, parseMark } from "./mark.ts";
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
  const known = marked ?? freshMark(signedAtSeconds, permanent, terms);
  return heldSession(known, marked === undefined, read.data, read.original);
}

export interface PrintedDict {
  readonly text: string;
  /** As {@link readDict} would read it. Undefined: only reading can tell. */
  readonly session: HeldSession | undefined;
}

/** The text to sign. `from` is what {@link readDict} gave for this request. Throws "bad-key" for a key that is taken. */
export function printDict(
  content: HeldContent,
  atSeconds: number,
  dialect: DictDialect,
  terms: CookieTerms,
  from: HeldSession | undefined,
): PrintedDict {
  const { record } = content;
  const mark = markOf(content, dialect.permanentKey === undefined);
  const before = from?.original as DictOriginal | undefined;
  let text = "{";
  const original = printMembers(record, JSON.stringify(mark), dialect, before, (key, raw) => {
    const { first, next } = keyTexts(key);
    text += (text === "{" ? first : next) + raw;
  });
  const marked = original === undefined ? undefined : parseMark(mark, atSeconds, record.permanent, terms);
  return {
    text: `${text}}`,
    session:
      marked === undefined || original === undefined
        ? undefined
        : heldSession(marked, false, record.data, original),
  };
}

/** Member by member: a rest and a spread of one take longer than all else here. */
function heldSession(
  marked: Marked,
  isUnmarked: boolean,
  data: SessionRecord["data"],
  original: DictOriginal,
): HeldSession {
  const record: SessionRecord = {
    data,
    flash: original.flashes.flash,
    createdAtMs: marked.createdAtMs,
    renewedAtMs: marked.renewedAtMs,
    idleDeadlineMs: marked.idleDeadlineMs,
    absoluteDeadlineMs: marked.absoluteDeadlineMs,
    permanent: marked.permanent,
    ...signInOf(marked),
  };
  return { id: marked.id, record, isUnmarked, original };
}
