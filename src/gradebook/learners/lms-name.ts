/** Which LMS a file was downloaded from, and what its name there tells. */
export interface LmsMark {
  readonly lms: "moodle" | "canvas";
  /** As far as the name tells; absent when the download is anonymous. Canvas leaves only letters, last name first. */
  readonly learnerName?: string;
  /** Moodle's participant number, Canvas's user id; absent for a group of Moodle without a number. */
  readonly learnerId?: string;
  /** Whether the LMS says that it came late; Moodle does not say. */
  readonly isLate?: boolean;
  /** Canvas's number of the file, which no other file has. */
  readonly fileId?: string;
  /** The name that the learner gave the file. */
  readonly fileName: string;
}

/** `Full Name_123456_assignsubmission_file_/…` (with and without the last line) or the same as the begin of a name. */
const MOODLE = /^(?<who>.*?)(?:_(?<id>\d+))?_assignsubmission_file(?:_(?<file>.*))?$/u;
/**
 * `lastnamefirstname_LATE_12345_67890_original.ext`, or `anon_` and letters in place of the user. Canvas writes names in
 * lower case and leaves only letters, digits and `_` of them.
 */
const CANVAS = /^(?<who>[\p{L}\p{M}\p{N}_]+?)(?<late>_LATE)?_(?<id>\d+)_(?<fileId>\d+)_(?<file>.+)$/u;
const CANVAS_ANONYMOUS = /^(?<late>LATE_)?anon_(?<id>[^_]+)_(?<fileId>\d+)_(?<file>.+)$/u;
/** What people call a file by its day, `anna_2026_11_27.keepsake`, has Canvas's form by chance. */
const DAY = /^(?:19|20)\d\d_(?:0?[1-9]|1[0-2])_(?:0?[1-9]|[12]\d|3[01])(?!\d)/;
/** What Moodle calls learners in an anonymous download, in English. */
const MOODLE_ANONYMOUS = "Participant";

/**
 * Reads a path below a download, with `/` between its parts, of which the outermost that says something counts: what a
 * learner's own zip file has in it says nothing. Where a name has the form of both, the learner wrote the second into
 * the file's own name. `undefined`: it is named as no LMS names.
 */
export function lmsMark(path: string): LmsMark | undefined {
  const parts = path.split("/");
  const fileName = parts.at(-1) ?? "";
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const found = MOODLE.exec(part)?.groups;
    // Canvas makes no folders: it names a file, be it a zip file with more in it.
    const mark = isLast || isZipName(part) ? canvasMark(part) : undefined;
    const isInFilesName =
      found !== undefined && mark !== undefined && moodleBegin(found) >= ownNameBegin(part, mark);
    if (found !== undefined && (!isLast || found["file"]) && !isInFilesName)
      return moodle(found["who"], found["id"], isLast ? (found["file"] ?? "") : fileName);
    if (mark !== undefined) return mark;
  }
  return undefined;
}

export function isZipName(name: string): boolean {
  return /\.zip$/i.test(name);
}

function canvasMark(name: string): LmsMark | undefined {
  const anonymous = CANVAS_ANONYMOUS.exec(name)?.groups;
  if (anonymous !== undefined) return canvas(undefined, anonymous);
  const named = CANVAS.exec(name)?.groups;
  if (named === undefined) return undefined;
  const { who = "", late, id = "", fileId = "", file = "" } = named;
  const isName = /\p{L}/u.test(who) && who === who.toLowerCase();
  const isDay = late === undefined && DAY.test(`${id}_${fileId}_${file}`);
  return isName && !isDay ? canvas(who, named) : undefined;
}

/** Where Moodle's words begin that no name of a learner has. */
function moodleBegin({ who = "", id }: Readonly<Record<string, string | undefined>>): number {
  return who.length + (id === undefined ? 0 : id.length + 1);
}

/** Where the part of Canvas's name that the learner chose begins, with the `_` before it. */
function ownNameBegin(name: string, { fileName }: LmsMark): number {
  return name.length - fileName.length - 1;
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
  const { id = "", fileId = "", file = "", late } = groups;
  return {
    lms: "canvas",
    ...(who === undefined ? {} : { learnerName: who }),
    learnerId: id,
    isLate: late !== undefined,
    fileId,
    fileName: file,
  };
}
