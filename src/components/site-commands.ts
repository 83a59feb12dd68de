import { type Command, offerCommands } from "../palette/commands.ts";
import { startPalette } from "../palette/palette.ts";
import * as names from "../words/en/site.ts";
import { keptPlace } from "./kept-place.ts";
import { switchTheme } from "./theme-switch.ts";

/** What every page offers: the way to the others, and how it looks. */
const places = [
  { title: names.goToCourse, href: "/course/", words: names.goToCourseWords },
  { title: names.goToExercises, href: "/exercises/", words: names.goToExercisesWords },
  { title: names.goToGuide, href: "/library/", words: names.goToGuideWords },
  { title: names.goToReference, href: "/library/reference/", words: names.goToReferenceWords },
  { title: names.goToWork, href: "/progress/", words: names.goToWorkWords },
  { title: names.goToAssignment, href: "/assignment/", words: names.goToAssignmentWords },
  { title: names.goToInstructors, href: "/instructors/", words: names.goToInstructorsWords },
  { title: names.goToEngines, href: "/engines/", words: names.goToEnginesWords },
] as const;

offerCommands(() => [
  ...continuing(),
  ...neighbour("next", "n"),
  ...neighbour("prev", "p"),
  ...places
    .filter(({ href }) => href !== location.pathname)
    .map(
      ({ title, href, words }): Command => ({ id: href, title, group: "Course", words, run: () => go(href) }),
    ),
  {
    id: "theme",
    title: names.switchTheme,
    group: "Site",
    words: names.switchThemeWords,
    run: switchTheme,
  },
]);
startPalette();

/** Nothing where the reader is there already. */
function continuing(): Command[] {
  const place = keptPlace();
  if (place === undefined || place.href.startsWith(location.pathname)) return [];
  return [
    {
      id: "continue",
      title: names.goOn(place.title),
      group: "Course",
      words: names.goOnWords,
      run: () => go(place.href),
    },
  ];
}

const neighbourText = { next: names.next, prev: names.previous } as const;

/** The page before or after this one, which the page itself names: by a link, or where it shows none, in its head. */
function neighbour(relation: keyof typeof neighbourText, key: string): Command[] {
  const link = document.querySelector<HTMLAnchorElement | HTMLMetaElement>(
    `a[rel="${relation}"], meta[name="${relation}"]`,
  );
  if (link === null) return [];
  return [
    {
      id: relation,
      title: neighbourText[relation](link.dataset["title"] ?? ""),
      group: "Course",
      ...(isWorkbench() ? {} : { keys: [key] }),
      words: names.neighbourWords,
      // Going on may mean more than the address: a lesson is then done.
      run: () => (link instanceof HTMLAnchorElement ? link.click() : go(link.content)),
    },
  ];
}

/**
 * Where one writes programs the focus goes elsewhere in the midst of typing (a check shows its results): a letter that was meant for
 * the editor must not leave the page then.
 */
function isWorkbench(): boolean {
  return document.querySelector("#workbench") !== null;
}

function go(href: string): void {
  location.assign(href);
}
