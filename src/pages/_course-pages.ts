import { getCollection } from "astro:content";
import { rawContent as fromExpressSession } from "../app/from-express-session.md";
import { rawContent as guide } from "../app/README.md";
import { courseOutline } from "../components/course-outline.ts";
import { exerciseList } from "../components/exercise-list.ts";
import { libraryReference } from "../components/library-reference.ts";
import { searchPages } from "../components/search-pages.ts";
import type { SearchPage } from "../palette/search/search-page.ts";
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
      { href: "/library/", title: "The library", source: guide() },
      {
        href: "/library/from-express-session/",
        title: "Coming from express-session",
        source: fromExpressSession(),
      },
    ],
    reference: libraryReference(),
    pages: sitePages,
  });
}

const sitePages: readonly SearchPage[] = [
  {
    href: "/course/",
    title: "Course",
    kind: "site",
    place: "",
    sections: [{ text: "All parts and lessons, with their times and your progress." }],
  },
  {
    href: "/exercises/",
    title: "Exercises",
    kind: "site",
    place: "",
    sections: [{ text: "All exercises, with their times and what you have passed." }],
  },
  {
    href: "/course/sections/",
    title: "From chapters to lessons",
    kind: "site",
    place: "",
    sections: [{ text: "Which lesson teaches which section of the texts that the course follows." }],
  },
  {
    href: "/progress/",
    title: "Your work",
    kind: "site",
    place: "",
    sections: [
      {
        text: "What you have read, seen and passed, with its times: save all of it as one file, bring it into another browser, or begin anew.",
      },
    ],
  },
  {
    href: "/engines/",
    title: "Engines",
    kind: "site",
    place: "",
    sections: [
      { text: "What runs your programs, and where it differs from real Node and real browsers." },
      ...knownDeviations.flatMap(({ title, items }) =>
        items.map(({ id, text }) => ({ slug: id, heading: title, text })),
      ),
    ],
  },
];
