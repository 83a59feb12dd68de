import type { SearchSection } from "./search-page.ts";
import { indexTerms, placedWords } from "./words.ts";

/** Text of which some is marked as what was looked for. */
export interface ExcerptPiece {
  readonly text: string;
  readonly marked: boolean;
}

export interface Excerpt {
  readonly pieces: readonly ExcerptPiece[];
  /** It is a line of a program, not of the text. */
  readonly isCode: boolean;
}

const EXCERPT_CHARACTERS = 150;
/** What stands before the first word that was found. */
const LEAD_CHARACTERS = 40;

interface Span {
  readonly start: number;
  readonly end: number;
  readonly terms: readonly string[];
}

/** The part of the section that holds most of the terms: of its text, or else the line of its code. */
export function excerptOf({ text, code = "" }: SearchSection, terms: ReadonlySet<string>): Excerpt {
  const spans = spansOf(text, terms);
  if (spans.length > 0) return { pieces: cut(text, spans), isCode: false };
  const line = bestLine(code, terms);
  if (line !== undefined) return { pieces: cut(line, spansOf(line, terms)), isCode: true };
  return { pieces: cut(text, []), isCode: false };
}

/** The whole text, with the words of these terms marked. */
export function markedText(text: string, terms: ReadonlySet<string>): ExcerptPiece[] {
  return piecesOf(text, spansOf(text, terms), 0, text.length);
}

function spansOf(text: string, terms: ReadonlySet<string>): Span[] {
  return placedWords(text).flatMap(({ word, start }) => {
    const found = indexTerms(word).filter((term) => terms.has(term));
    return found.length === 0 ? [] : [{ start, end: start + word.length, terms: found }];
  });
}

function bestLine(code: string, terms: ReadonlySet<string>): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (const line of code.split("\n")) {
    const count = distinct(spansOf(line, terms));
    if (count > most) [best, most] = [line.trim(), count];
  }
  return best;
}

function cut(text: string, spans: readonly Span[]): ExcerptPiece[] {
  if (text.length <= EXCERPT_CHARACTERS) return piecesOf(text, spans, 0, text.length);
  const from = startOf(text, bestStart(spans));
  const to = endOf(text, from + EXCERPT_CHARACTERS);
  const pieces = piecesOf(text, spans, from, to);
  return [
    ...(from > 0 ? [{ text: "… ", marked: false }] : []),
    ...pieces,
    ...(to < text.length ? [{ text: " …", marked: false }] : []),
  ];
}

/** Where the window begins that holds most different terms; the first one, when several do. */
function bestStart(spans: readonly Span[]): number {
  let best = 0;
  let most = 0;
  for (const [index, { start }] of spans.entries()) {
    const from = Math.max(0, start - LEAD_CHARACTERS);
    const within = spans.slice(index).filter(({ end }) => end <= from + EXCERPT_CHARACTERS);
    const count = distinct(within);
    if (count > most) [best, most] = [from, count];
  }
  return best;
}

function distinct(spans: readonly Span[]): number {
  return new Set(spans.flatMap(({ terms }) => terms)).size;
}

/** At a word's begin, not before `at`. */
function startOf(text: string, at: number): number {
  if (at === 0) return 0;
  const space = text.indexOf(" ", at);
  return space === -1 || space > at + LEAD_CHARACTERS ? at : space + 1;
}

/** At a word's end, not after `at`. */
function endOf(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const space = text.lastIndexOf(" ", at);
  return space <= at - LEAD_CHARACTERS ? at : space;
}

function piecesOf(text: string, spans: readonly Span[], from: number, to: number): ExcerptPiece[] {
  const pieces: ExcerptPiece[] = [];
  let at = from;
  for (const { start, end } of spans) {
    if (start < from || end > to) continue;
    if (start > at) pieces.push({ text: text.slice(at, start), marked: false });
    pieces.push({ text: text.slice(start, end), marked: true });
    at = end;
  }
  if (at < to) pieces.push({ text: text.slice(at, to), marked: false });
  return pieces;
}
