import { createHash } from "node:crypto";

/** Files of a built site by their addresses: "/_astro/Base.x1.css". */
export type BuiltFiles = ReadonlyMap<string, string>;

export interface JoinedStyles {
  /** Pages with one link to one style sheet each. */
  readonly pages: BuiltFiles;
  /** The sheets that they link to. */
  readonly added: BuiltFiles;
  /** The sheets that nothing links to or loads any more. */
  readonly left: readonly string[];
}

const LINK = /<link rel="stylesheet" href="(\/_astro\/[^"]+\.css)"\s*\/?>/g;
const PRELOAD = /<link rel="preload"/;
const MODULE = /<script type="module" src=/g;
const HASH_CHARACTERS = 8;

/**
 * Gives each page one style sheet, with the rules in the order in which the page linked to them: nothing is painted before
 * all have come, and a phone asks for six files at a time. What a script loads when it is needed is left to that script;
 * Astro would have the page wait for it too.
 */
export function joinStyles(pages: BuiltFiles, styles: BuiltFiles, scripts: Iterable<string>): JoinedStyles {
  const texts = [...scripts];
  const loaded = new Set(
    [...styles.keys()].filter((address) => texts.some((text) => text.includes(address.slice(1)))),
  );
  const added = new Map<string, string>();
  const joined = new Map<string, string>();
  for (const [path, html] of pages) {
    const addresses = [...html.matchAll(LINK)].map(([, address = ""]) => address);
    const own = addresses.filter((address) => !loaded.has(address));
    const text = own.map((address) => styleAt(address, styles, path)).join("\n");
    const address = `/_astro/page.${hashOf(text)}.css`;
    if (own.length > 0) added.set(address, text);
    const link = own.length > 0 ? `<link rel="stylesheet" href="${address}">` : "";
    joined.set(path, withLink(html, link));
  }
  const left = [...styles.keys()].filter((address) => !loaded.has(address) && !added.has(address));
  return { pages: joined, added, left };
}

/** Before the fonts, which are not waited for, so that it does not wait for them. */
function withLink(html: string, link: string): string {
  const at = html.search(PRELOAD);
  const place = at === -1 ? html.search(LINK) : at;
  if (place === -1) return html;
  return (html.slice(0, place) + link + html.slice(place)).replaceAll(LINK, (found) =>
    found === link ? found : "",
  );
}

function styleAt(address: string, styles: BuiltFiles, page: string): string {
  const text = styles.get(address);
  if (text === undefined) throw new Error(`${page} links to ${address}, which the build has not written.`);
  return text;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, HASH_CHARACTERS);
}

/** The page with its modules asked for after what the first paint waits for: the text is to be there before they are. */
export function withLateModules(html: string): string {
  return html.replaceAll(MODULE, '<script type="module" fetchpriority="low" src=');
}
