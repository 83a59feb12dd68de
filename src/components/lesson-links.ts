import * as words from "../words/en/lesson.ts";
import type { Playground, PlaygroundSpec } from "../workbench/playground.ts";
import { fileNamed, linkCode, requestNamed, type TextLink } from "../workbench/text-links.ts";

/** A playground where it stands on the page. */
export interface PlacedPlayground {
  readonly figure: HTMLElement;
  readonly spec: PlaygroundSpec;
  readonly playground: Playground;
}

/** Makes the files and requests that a lesson's text names lead into the playground that the text is about. */
export function linkLessonText(prose: HTMLElement, playgrounds: readonly PlacedPlayground[]): void {
  const codes = [...prose.querySelectorAll<HTMLElement>("code")];
  linkCode(
    codes.filter((code) => code.closest(".playground") === null),
    (code) => {
      const near = nearestFirst(code, playgrounds);
      return firstLink(near, (one) => fileLink(code.textContent, one) ?? requestLink(code.textContent, one));
    },
  );
}

/** A text is about what it stands below; only before the first playground it is about the next one. */
function nearestFirst(code: HTMLElement, all: readonly PlacedPlayground[]): PlacedPlayground[] {
  const isBefore = ({ figure }: PlacedPlayground) =>
    (figure.compareDocumentPosition(code) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const above = all.filter(isBefore).toReversed();
  return above.length > 0 ? above : all.slice(0, 1);
}

function firstLink(
  playgrounds: readonly PlacedPlayground[],
  linkIn: (one: PlacedPlayground) => TextLink | undefined,
): TextLink | undefined {
  for (const one of playgrounds) {
    const link = linkIn(one);
    if (link !== undefined) return link;
  }
  return undefined;
}

function fileLink(text: string, { figure, spec, playground }: PlacedPlayground): TextLink | undefined {
  const file = fileNamed(text, Object.keys(spec.files));
  if (file === undefined) return undefined;
  return {
    title: words.openFile(file.path, spec.title ?? spec.id),
    href: `?file=${file.path}${file.line === undefined ? "" : `&line=${file.line}`}#${figure.id}`,
    follow: () => void playground.openFile(file),
  };
}

/** Only what the playground offers: of another path it is not known whether there is anything. */
function requestLink(text: string, { figure, spec, playground }: PlacedPlayground): TextLink | undefined {
  const named = requestNamed(text);
  if (named === undefined) return undefined;
  const request = spec.requests?.find(
    ({ method = "GET", path }) => method === named.method && path === named.path,
  );
  if (request === undefined) return undefined;
  return {
    title: words.sendRequest(named.method, named.path, spec.title ?? spec.id),
    href: `#${figure.id}`,
    follow: () => void playground.send(request),
  };
}
