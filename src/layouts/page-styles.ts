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
    let isFirst = own.length > 0;
    const replaced = html.replaceAll(LINK, () => {
      const link = isFirst ? `<link rel="stylesheet" href="${address}">` : "";
      isFirst = false;
      return link;
    });
    joined.set(path, replaced);
  }
  const left = [...styles.keys()].filter((address) => !loaded.has(address) && !added.has(address));
  return { pages: joined, added, left };
}

function styleAt(address: string, styles: BuiltFiles, page: string): string {
  const text = styles.get(address);
  if (text === undefined) throw new Error(`${page} links to ${address}, which the build has not written.`);
  return text;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, HASH_CHARACTERS);
}
