import type { Exercise } from "../course/exercise.ts";
import type { OutlinePart } from "../course/outline.ts";
import { type ProseSection, proseSections } from "../course/prose-sections.ts";
import type { SearchPage, SearchSection } from "../palette/search/search-page.ts";
import * as words from "../words/en/search.ts";
import type { ApiEntry } from "./api-reference.ts";
import { apiAnchor } from "./library-reference.ts";

export interface SearchSources {
  readonly parts: readonly OutlinePart[];
  /** The MDX of a lesson, by its id. */
  readonly lessons: ReadonlyMap<string, string>;
  readonly exercises: readonly SearchedExercise[];
  readonly guides: readonly SearchedGuide[];
  readonly reference: readonly ApiEntry[];
  /** Pages with a text of their own. */
  readonly pages: readonly SearchPage[];
}

export interface SearchedExercise {
  readonly exercise: Exercise;
  readonly href: string;
  /** Its `text.md`. */
  readonly text: string;
}

export interface SearchedGuide {
  readonly href: string;
  readonly title: string;
  readonly source: string;
}

/** All that a search looks at, in reading order. Hints, solutions and answers are not among it. */
export function searchPages(sources: SearchSources): SearchPage[] {
  return [
    ...lessonPages(sources),
    ...sources.exercises.map(exercisePage),
    ...sources.guides.map(({ href, title, source }) => ({
      href,
      title,
      kind: "guide" as const,
      place: words.theLibrary,
      // The page has a title of its own.
      sections: sectionsOf(proseSections(source, "md"), { skipFirstHeading: true }),
    })),
    referencePage(sources.reference),
    ...sources.pages,
  ];
}

function lessonPages({ parts, lessons }: SearchSources): SearchPage[] {
  return parts.flatMap(({ part, number, lessons: inPart }) =>
    inPart.map(({ lesson, number: lessonNumber, href }) => {
      const sections = sectionsOf(proseSections(lessons.get(lesson.id) ?? "", "mdx"));
      const about = [lesson.summary, ...lesson.objectives].join(" ");
      return {
        href,
        title: lesson.title,
        kind: "lesson" as const,
        place: words.lessonPlace(number, part.title, lessonNumber),
        sections: [
          ...withAbout(sections, about),
          {
            slug: "sources",
            heading: words.whereThisStands,
            isAside: true as const,
            text: lesson.sources.join(" · "),
          },
        ],
      };
    }),
  );
}

function exercisePage({ exercise, href, text }: SearchedExercise): SearchPage {
  return {
    href,
    title: exercise.title,
    kind: "exercise",
    place: "",
    sections: withAbout(sectionsOf(proseSections(text, "md")), exercise.summary),
  };
}

function referencePage(entries: readonly ApiEntry[]): SearchPage {
  return {
    href: "/library/reference/",
    title: words.reference,
    kind: "reference",
    place: words.theLibrary,
    sections: [
      { text: words.allExports },
      ...entries.flatMap((entry): SearchSection[] => [
        {
          slug: apiAnchor(entry.name),
          heading: entry.name,
          isName: true,
          text: plain(entry.doc),
          code: entry.signature,
        },
        ...entry.members.map(
          (member): SearchSection => ({
            slug: apiAnchor(entry.name, member.name),
            heading: `${entry.name}.${member.name}`,
            isName: true,
            text: plain(member.doc),
            code: member.signatures.join("\n"),
          }),
        ),
      ]),
    ],
  };
}

function sectionsOf(sections: readonly ProseSection[], { skipFirstHeading = false } = {}): SearchSection[] {
  return sections.flatMap(({ slug, heading, text, code, entries }, index) => {
    const isBegin = heading === "" || (skipFirstHeading && index === 0);
    const place = isBegin ? {} : { slug, heading };
    const anchor = isBegin ? {} : { slug };
    return [
      { ...place, text, ...(code === "" ? {} : { code }) },
      ...entries.map(
        (entry): SearchSection => ({ ...anchor, heading: entry.term, isName: true, text: entry.text }),
      ),
    ];
  });
}

/** The page's begin says what the page is about, whether or not its text does. */
function withAbout(sections: readonly SearchSection[], about: string): SearchSection[] {
  const [first, ...rest] = sections;
  if (first === undefined || first.heading !== undefined) return [{ text: about }, ...sections];
  return [{ ...first, text: `${about} ${first.text}` }, ...rest];
}

function plain(markdown: string): string {
  return proseSections(markdown, "md")
    .map(({ heading, text }) => (heading === "" ? text : `${heading} ${text}`))
    .join(" ");
}
