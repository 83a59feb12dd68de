import MiniSearch, { type SearchOptions, type SearchResult } from "minisearch";
import { type ExcerptPiece, excerptOf, markedText } from "./excerpt.ts";
import type { PageKind, SearchPage, SearchPages, SearchSection } from "./search-page.ts";
import { indexTerms, placedWords, searchTerm } from "./words.ts";

/** A place of the course that a search found. */
export interface SearchHit {
  /** With its anchor. */
  readonly href: string;
  readonly kind: PageKind;
  /** The heading, the name, or the page's title; what was found is marked. */
  readonly title: readonly ExcerptPiece[];
  /** Where that stands: the page's title below a heading, and the page's own place. */
  readonly place: string;
  /** A few words of the text around what was found. */
  readonly excerpt: readonly ExcerptPiece[];
  /** The excerpt is a line of a program. */
  readonly isCode: boolean;
}

/** One page must not fill the list. */
const HITS_OF_A_PAGE = 3;
const HITS_AT_MOST = 24;

/** How much a word counts by where it stands. */
const BOOST = { name: 8, page: 3, text: 1, code: 0.5 } as const;

/** How much a place counts by what it is: a lesson explains, a reference lists. */
const KIND_BOOST: Readonly<Record<PageKind, number>> = {
  lesson: 1,
  exercise: 1,
  guide: 0.8,
  reference: 0.6,
  site: 0.8,
};

/** A page's own begin goes before its sections. */
const PAGE_BOOST = 1.6;
/** A row of a table says less than a section. */
const NAME_BOOST = 0.75;
const ASIDE_BOOST = 0.4;
/** What was typed is the heading or the name, word for word. */
const WHOLE_NAME_BOOST = 2;

/** Shorter words are found by their begin and as they are; with a typo they could be anything. */
const TYPO_FROM_CHARACTERS = 5;
const TYPOS_PER_CHARACTER = 0.2;
const PREFIX_FROM_CHARACTERS = 2;

/** How many sections are indexed before the page may do something else. */
const SECTIONS_AT_A_TIME = 15;

interface Document {
  readonly id: number;
  readonly name: string;
  /** The page's title, and what it says first; "" for the page itself. */
  readonly page: string;
  readonly text: string;
  readonly code: string;
}

interface Place {
  readonly page: SearchPage;
  readonly section: SearchSection;
  /** The terms of its name, in order. */
  readonly nameKey: string;
}

/** A search over the whole course. Immutable once made. */
export class CourseSearch {
  readonly #places: readonly Place[];
  readonly #index: MiniSearch<Document>;

  private constructor(places: readonly Place[], index: MiniSearch<Document>) {
    this.#places = places;
    this.#index = index;
  }

  /** Indexes the pages, with pauses in which the page can do other things. */
  static async of({ pages }: SearchPages): Promise<CourseSearch> {
    const places = pages.flatMap((page) =>
      page.sections.map((section) => ({ page, section, nameKey: keyOf(section.heading ?? page.title) })),
    );
    const index = new MiniSearch<Document>({
      fields: ["name", "page", "text", "code"],
      tokenize: (text) => placedWords(text).map(({ word }) => word),
      processTerm: indexTerms,
    });
    await index.addAllAsync(places.map(documentOf), { chunkSize: SECTIONS_AT_A_TIME });
    return new CourseSearch(places, index);
  }

  /**
   * The best places for what was typed, best first. Places with all of its words; when there are none, those with
   * some. Empty when nothing is like it, or when nothing but words like "the" was typed.
   */
  search(typed: string): SearchHit[] {
    const key = keyOf(typed);
    if (key === "") return [];
    const options = this.#options(key);
    const all = this.#index.search(typed, { ...options, combineWith: "AND" });
    const found = all.length > 0 ? all : this.#index.search(typed, { ...options, combineWith: "OR" });
    const ofPage = new Map<SearchPage, number>();
    const hits: SearchHit[] = [];
    for (const result of found) {
      const place = this.#places[result.id];
      if (place === undefined) continue;
      const before = ofPage.get(place.page) ?? 0;
      if (before === HITS_OF_A_PAGE) continue;
      ofPage.set(place.page, before + 1);
      hits.push(hitOf(place, result));
      if (hits.length === HITS_AT_MOST) break;
    }
    return hits;
  }

  #options(key: string): SearchOptions {
    return {
      processTerm: searchTerm,
      boost: BOOST,
      prefix: (term) => term.length >= PREFIX_FROM_CHARACTERS,
      fuzzy: (term) => (term.length >= TYPO_FROM_CHARACTERS ? TYPOS_PER_CHARACTER : false),
      weights: { fuzzy: 0.2, prefix: 0.5 },
      boostDocument: (id) => {
        const place = this.#places[Number(id)];
        return place === undefined ? 1 : boostOf(place, key);
      },
    };
  }
}

function documentOf({ page, section }: Place, id: number): Document {
  return {
    id,
    name: section.heading ?? page.title,
    page: section.heading === undefined ? "" : page.title,
    text: section.text,
    code: section.code ?? "",
  };
}

function boostOf({ page, section, nameKey }: Place, typedKey: string): number {
  const whole = nameKey === typedKey ? WHOLE_NAME_BOOST : 1;
  return KIND_BOOST[page.kind] * levelBoost(section) * whole;
}

function levelBoost({ heading, isName, isAside }: SearchSection): number {
  if (heading === undefined) return PAGE_BOOST;
  if (isAside) return ASIDE_BOOST;
  return isName ? NAME_BOOST : 1;
}

function hitOf({ page, section }: Place, { terms }: SearchResult): SearchHit {
  const found = new Set(terms);
  const name = section.heading ?? page.title;
  const { pieces, isCode } = excerptOf(section, found);
  const above = section.heading === undefined ? [page.place] : [page.title, page.place];
  return {
    href: section.slug === undefined ? page.href : `${page.href}#${section.slug}`,
    kind: page.kind,
    title: markedText(name, found),
    place: above.filter((part) => part !== "").join(" · "),
    excerpt: pieces,
    isCode,
  };
}

/** Two texts with the same words have the same key. */
function keyOf(text: string): string {
  return placedWords(text)
    .flatMap(({ word }) => searchTerm(word) ?? [])
    .join(" ");
}
