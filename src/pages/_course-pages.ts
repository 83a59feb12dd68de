import { getCollection } from "astro:content";
import { rawContent as fromExpressSession } from "../app/from-express-session.md";
import { rawContent as guide } from "../app/README.md";
import { courseOutline } from "../components/course-outline.ts";
import { exerciseList } from "../components/exercise-list.ts";
import { libraryReference } from "../components/library-reference.ts";
import { searchPages } from "../components/search-pages.ts";
import type { SearchPage, SearchSection } from "../palette/search/search-page.ts";
import * as words from "../words/en/search.ts";
import { knownDeviations } from "../workbench/report/known-deviations.ts";

const texts = import.meta.glob<string>("/exercises/*/text.md", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** All pages of this site, as a search looks at them. */
export async function courseSearchPages(): Promise<SearchPage[]> {
  const lessons = await getCollection("lessons");
  return searchPages({
    parts: await courseOutline(),
    lessons: new Map(lessons.map(({ data, body }) => [data.id, body ?? ""])),
    exercises: exerciseList.map(({ exercise, href }) => ({
      exercise,
      href,
      text: texts[`${href}text.md`] ?? "",
    })),
    guides: [
      { href: "/library/", title: words.theLibrary, source: guide() },
      {
        href: "/library/from-express-session/",
        title: words.fromExpressSession,
        source: fromExpressSession(),
      },
    ],
    reference: libraryReference(),
    pages: sitePages,
  });
}

const sitePages: readonly SearchPage[] = [
  sitePage("/course/", words.course, words.aboutCourse),
  sitePage("/exercises/", words.exercises, words.aboutExercises),
  sitePage("/course/sections/", words.sections, words.aboutSections),
  sitePage("/progress/", words.work, words.aboutWork),
  sitePage(
    "/engines/",
    words.engines,
    words.aboutEngines,
    knownDeviations.flatMap(({ title, items }) =>
      items.map(({ id, text }) => ({ slug: id, heading: title, text })),
    ),
  ),
  sitePage("/assignment/", words.assignment, words.aboutAssignment),
  sitePage("/feedback/", words.feedback, words.aboutFeedback),
  sitePage("/instructors/", words.forInstructors, words.aboutInstructors),
  sitePage("/assign/", words.assign, words.aboutAssign),
];

function sitePage(
  href: string,
  title: string,
  text: string,
  sections: readonly SearchSection[] = [],
): SearchPage {
  return { href, title, kind: "site", place: "", sections: [{ text }, ...sections] };
}
