/** A line being typed: its text and where the cursor stands, in characters. */
export interface LineBuffer {
  readonly text: string;
  readonly cursor: number;
}

export const emptyLine: LineBuffer = { text: "", cursor: 0 };

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** A line with the cursor at its end. */
export function lineOf(text: string): LineBuffer {
  return { text, cursor: text.length };
}

export function insert({ text, cursor }: LineBuffer, more: string): LineBuffer {
  return { text: text.slice(0, cursor) + more + text.slice(cursor), cursor: cursor + more.length };
}

/** Takes away what lies between two places. */
function cut({ text }: LineBuffer, from: number, to: number): LineBuffer {
  return { text: text.slice(0, from) + text.slice(to), cursor: from };
}

/** The keys of bash's line editing (Emacs mode), by the bytes that a terminal sends. */
export const editingKeys: Readonly<Record<string, (line: LineBuffer) => LineBuffer>> = {
  "\u007f": (line) => cut(line, before(line), line.cursor),
  "\b": (line) => cut(line, before(line), line.cursor),
  "\u001b[3~": (line) => cut(line, line.cursor, after(line)),
  "\u0004": (line) => cut(line, line.cursor, after(line)),
  "\u001b[D": (line) => ({ ...line, cursor: before(line) }),
  "\u0002": (line) => ({ ...line, cursor: before(line) }),
  "\u001b[C": (line) => ({ ...line, cursor: after(line) }),
  "\u0006": (line) => ({ ...line, cursor: after(line) }),
  "\u001b[H": (line) => ({ ...line, cursor: 0 }),
  "\u001bOH": (line) => ({ ...line, cursor: 0 }),
  "\u0001": (line) => ({ ...line, cursor: 0 }),
  "\u001b[F": ({ text }) => lineOf(text),
  "\u001bOF": ({ text }) => lineOf(text),
  "\u0005": ({ text }) => lineOf(text),
  "\u000b": (line) => ({ ...cut(line, line.cursor, line.text.length), cursor: line.cursor }),
  "\u0015": (line) => cut(line, 0, line.cursor),
  "\u0017": (line) => cut(line, wordBefore(line), line.cursor),
  "\u001b\u007f": (line) => cut(line, wordBefore(line), line.cursor),
  "\u001b[1;5D": (line) => ({ ...line, cursor: wordBefore(line) }),
  "\u001bb": (line) => ({ ...line, cursor: wordBefore(line) }),
  "\u001b[1;5C": (line) => ({ ...line, cursor: wordAfter(line) }),
  "\u001bf": (line) => ({ ...line, cursor: wordAfter(line) }),
};

/** Where the character before the cursor begins. */
function before({ text, cursor }: LineBuffer): number {
  if (cursor === 0) return 0;
  return letters.segment(text).containing(cursor - 1)?.index ?? cursor - 1;
}

/** Where the character at the cursor ends. */
function after({ text, cursor }: LineBuffer): number {
  return cursor + (letters.segment(text).containing(cursor)?.segment.length ?? 0);
}

function wordBefore({ text, cursor }: LineBuffer): number {
  return text.slice(0, cursor).search(/\S+\s*$/) === -1 ? 0 : text.slice(0, cursor).search(/\S+\s*$/);
}

function wordAfter({ text, cursor }: LineBuffer): number {
  return cursor + (/^\s*\S+/.exec(text.slice(cursor))?.[0].length ?? 0);
}

/** Columns that the text takes: wide characters two, marks none. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const { segment } of letters.segment(text)) columns += WIDE.test(segment) ? 2 : 1;
  return columns;
}

const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
