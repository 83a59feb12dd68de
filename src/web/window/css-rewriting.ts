import { textDataUrl } from "./data-url.ts";
import { type PageLoader, PLAIN } from "./page-loader.ts";

const IMPORT_DEPTH_LIMIT = 5;

const reference =
  /\/\*[\s\S]*?\*\/|@import\s+(?:url\(\s*)?(?:"([^"]*)"|'([^']*)'|([^"'\s;)]+))\s*\)?|url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]*))\s*\)|"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'/gi;

/** Puts what a style sheet refers to (`url()`, `@import`) into it, loaded by the user agent. `base`: its address. */
export async function inlineCss(css: string, base: string, loader: PageLoader, depth = 0): Promise<string> {
  const found = [...css.matchAll(reference)];
  const replaced = await Promise.all(found.map((match) => replace(match, base, loader, depth)));
  let result = "";
  let at = 0;
  found.forEach((match, index) => {
    result += css.slice(at, match.index) + (replaced[index] ?? match[0]);
    at = match.index + match[0].length;
  });
  return result + css.slice(at);
}

async function replace(
  match: RegExpExecArray,
  base: string,
  loader: PageLoader,
  depth: number,
): Promise<string | undefined> {
  const [whole, ...groups] = match;
  const imported = groups[0] ?? groups[1] ?? groups[2];
  const referred = groups[3] ?? groups[4] ?? groups[5];
  const address = imported ?? referred;
  if (address === undefined || address === "" || /^(?:data:|#)/i.test(address)) return undefined;
  const url = URL.parse(address, base);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  if (imported !== undefined) {
    if (depth >= IMPORT_DEPTH_LIMIT) return "";
    const text = await loader.text(url.href, "style", PLAIN);
    const inner = text === undefined ? "" : await inlineCss(text, url.href, loader, depth + 1);
    return `@import url("${textDataUrl(inner, "text/css")}")`;
  }
  const isFont = /\.(?:woff2?|ttf|otf)$/i.test(url.pathname);
  const loaded = await loader.asDataUrl(url.href, isFont ? "font" : "image");
  return loaded === undefined ? whole : `url("${loaded}")`;
}
