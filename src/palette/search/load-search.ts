import * as words from "../../words/en/palette-dialog.ts";
import { CourseSearch } from "./course-search.ts";
import type { SearchPages } from "./search-page.ts";

/** Made when the site is built; in development on request. */
const ADDRESS = "/search.json";

let loaded: Promise<CourseSearch> | undefined;

/** The search over the course, fetched and indexed once. Rejects with a sentence; the next call tries again. */
export function loadSearch(): Promise<CourseSearch> {
  loaded ??= fetchSearch();
  loaded.catch(() => {
    loaded = undefined;
  });
  return loaded;
}

async function fetchSearch(): Promise<CourseSearch> {
  const response = await fetch(ADDRESS, { credentials: "same-origin" }).catch(() => undefined);
  if (response === undefined) throw new Error(words.noCourseTextOffline);
  if (!response.ok) throw new Error(words.noCourseText(response.status));
  const pages: SearchPages = await response.json();
  return CourseSearch.of(pages);
}
