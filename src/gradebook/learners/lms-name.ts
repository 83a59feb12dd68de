/** Which LMS a file was downloaded from, and what its name there tells. */
export interface LmsMark {
  readonly lms: "moodle" | "canvas";
  /** As far as the name tells; absent when the download is anonymous. Canvas leaves only letters, last name first. */
  readonly learnerName?: string;
  /** Moodle's participant number, Canvas's user id; absent for a group of Moodle without a number. */
  readonly learnerId?: string;
  /** Whether the LMS says that it came late; Moodle does not say. */
  readonly isLate?: boolean;
  /** The name that the learner gave the file. */
  readonly fileName: string;
}

/** `Full Name_123456_assignsubmission_file_/…` (with and without the last line) or the same as the begin of a name. */
const MOODLE = /^(?<who>.*?)(?:_(?<id>\d+))?_assignsubmission_file(?:_(?<file>.*))?$/u;
/** `lastnamefirstname_LATE_12345_67890_original.ext`, or `anon_` and letters in place of the user. */
const CANVAS = /^(?<who>.+?)(?<late>_LATE)?_(?<id>\d+)_\d+_(?<file>.+)$/u;
const CANVAS_ANONYMOUS = /^(?<late>LATE_)?anon_(?<id>[^_]+)_\d+_(?<file>.+)$/u;
/** What Moodle calls learners in an anonymous download, in English. */
const MOODLE_ANONYMOUS = "Participant";

/** Reads a path below a download, with `/` between its parts. `undefined`: it is named as no LMS names. */
export function lmsMark(path: string): LmsMark | undefined {
  const parts = path.split("/");
  const fileName = parts.at(-1) ?? "";
  for (const part of parts.slice(0, -1)) {
    const found = MOODLE.exec(part)?.groups;
    if (found !== undefined) return moodle(found["who"], found["id"], fileName);
  }
  const flat = MOODLE.exec(fileName)?.groups;
  if (flat?.["file"]) return moodle(flat["who"], flat["id"], flat["file"]);
  const anonymous = CANVAS_ANONYMOUS.exec(fileName)?.groups;
  if (anonymous !== undefined) return canvas(undefined, anonymous);
  const named = CANVAS.exec(fileName)?.groups;
  return named === undefined ? undefined : canvas(named["who"], named);
}

function moodle(who = "", id: string | undefined, fileName: string): LmsMark {
  return {
    lms: "moodle",
    ...(who === "" || who === MOODLE_ANONYMOUS ? {} : { learnerName: who }),
    ...(id === undefined ? {} : { learnerId: id }),
    fileName,
  };
}

function canvas(who: string | undefined, groups: Readonly<Record<string, string | undefined>>): LmsMark {
  const { id = "", file = "", late } = groups;
  return {
    lms: "canvas",
    ...(who === undefined ? {} : { learnerName: who }),
    learnerId: id,
    isLate: late !== undefined,
    fileName: file,
  };
}
