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
const SCRIPT = /<script type="module"[^>]* src="([^"]+)"/g;
const STATIC_IMPORT = /(?:\bfrom|\bimport)\s*["'`]\.\/([^"'`]+\.js)["'`]/g;
const MODULE = /<script type="module" src=/g;
const HASH_CHARACTERS = 8;

/**
 * Gives each page one style sheet, with the rules in the order in which the page linked to them: nothing is painted before
 * all have come, and a phone asks for six files at a time. What a script of the page loads when it is needed is left to that
 * script; Astro would have the page wait for it too.
 */
export function joinStyles(pages: BuiltFiles, styles: BuiltFiles, scripts: BuiltFiles): JoinedStyles {
  const loaded = new Set(
    [...styles.keys()].filter((address) =>
      [...scripts.values()].some((text) => text.includes(address.slice(1))),
    ),
  );
  const added = new Map<string, string>();
  const joined = new Map<string, string>();
  for (const [path, html] of pages) {
    const atOnce = scriptsAtOnce(html, scripts);
    const addresses = [...html.matchAll(LINK)].map(([, address = ""]) => address);
    const own = addresses.filter((address) => !loaded.has(address) || !comesLater(address, atOnce, scripts));
    const text = own.map((address) => styleAt(address, styles, path)).join("\n");
    const address = `/_astro/page.${hashOf(text)}.css`;
    if (own.length > 0) added.set(address, text);
    const link = own.length > 0 ? `<link rel="stylesheet" href="${address}">` : "";
    joined.set(path, withLink(html, link));
  }
  const left = [...styles.keys()].filter((address) => !loaded.has(address) && !added.has(address));
  return { pages: joined, added, left };
}

/** The scripts that a page names, with all that they import before they run. */
function scriptsAtOnce(html: string, scripts: BuiltFiles): ReadonlySet<string> {
  const reached = new Set<string>();
  const queue = [...html.matchAll(SCRIPT)].map(([, address = ""]) => address);
  for (let address = queue.pop(); address !== undefined; address = queue.pop()) {
    if (reached.has(address)) continue;
    reached.add(address);
    for (const [, name = ""] of (scripts.get(address) ?? "").matchAll(STATIC_IMPORT))
      queue.push(`/_astro/${name}`);
  }
  return reached;
}

/** One of these scripts fetches the sheet with the script that it belongs to, which is not among them. */
function comesLater(sheet: string, atOnce: ReadonlySet<string>, scripts: BuiltFiles): boolean {
  const owner = partOf(sheet);
  const texts = [...atOnce].map((address) => scripts.get(address) ?? "");
  return (
    texts.some((text) => text.includes(sheet.slice(1))) &&
    ![...atOnce].some((address) => partOf(address) === owner)
  );
}

/** "/_astro/toast.x1.css" and "/_astro/toast.y2.js" are of the part "/_astro/toast". */
function partOf(address: string): string {
  return address.replace(/(?:\.[\w-]+)?\.\w+$/, "");
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
