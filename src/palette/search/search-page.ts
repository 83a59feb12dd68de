/** What `/search.json` holds: the whole course as a search looks at it. */
export interface SearchPages {
  readonly pages: readonly SearchPage[];
}

/** A page of the site. */
export interface SearchPage {
  /** Its path: "/lessons/the-first-cookie/". */
  readonly href: string;
  readonly title: string;
  readonly kind: PageKind;
  /** Where it stands: "Part 6 · Cookies · Lesson 6.1". "" when the title says it all. */
  readonly place: string;
  readonly sections: readonly SearchSection[];
}

export type PageKind = "lesson" | "exercise" | "guide" | "reference" | "site";

/** What stands under one heading, or what one name means. */
export interface SearchSection {
  /** The anchor; absent: the page's begin. */
  readonly slug?: string;
  /** The heading, or the name that is explained; absent: the page's title. */
  readonly heading?: string;
  /** Whether the heading is a name that is explained here: a term, a setting, a method. */
  readonly isName?: true;
  /** It only lists what the page stands on: found, but after what explains. */
  readonly isAside?: true;
  readonly text: string;
  readonly code?: string;
}
