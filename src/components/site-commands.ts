import { type Command, offerCommands } from "../palette/commands.ts";
import { startPalette } from "../palette/palette.ts";
import { keptPlace } from "./kept-place.ts";
import { switchTheme } from "./theme-switch.ts";

/** What every page offers: the way to the others, and how it looks. */
const places = [
  { title: "Go to the course", href: "/course/", words: "map lessons parts" },
  { title: "Go to the exercises", href: "/exercises/", words: "list" },
  { title: "Go to the library's guide", href: "/library/", words: "keepsake settings documentation" },
  { title: "Go to the library's reference", href: "/library/reference/", words: "api exports types" },
  { title: "Go to your work", href: "/progress/", words: "progress export import backup reset save" },
  { title: "Go to the engines", href: "/engines/", words: "report webcontainer deviations" },
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
    title: "Switch between light and dark",
    group: "Site",
    words: "theme colours night",
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
      title: `Continue: ${place.title}`,
      group: "Course",
      words: "resume last",
      run: () => go(place.href),
    },
  ];
}

const neighbourText = {
  next: (title: string) => `Next: ${title}`,
  prev: (title: string) => `Previous: ${title}`,
} as const;

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
      keys: [key],
      words: "lesson",
      // Going on may mean more than the address: a lesson is then done.
      run: () => (link instanceof HTMLAnchorElement ? link.click() : go(link.content)),
    },
  ];
}

function go(href: string): void {
  location.assign(href);
}
