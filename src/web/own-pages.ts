import { isRightToLeft, language } from "../words/en/language.ts";
import * as words from "../words/en/own-pages.ts";

/** Pages in the browser's own words. They are documents of nobody: no script, no links out. */

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

function ownPage(title: string, paragraphs: readonly string[], controls = ""): string {
  const body = paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join("\n");
  return `<!doctype html>
<html lang="${language}" dir="${isRightToLeft ? "rtl" : "ltr"}">
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 34em; margin: 4em auto; padding: 0 1.5em; color: #222; background: #fff }
h1 { font-size: 1.25em }
</style>
<h1>${escapeHtml(title)}</h1>
${body}
${controls}</html>
`;
}

/** What to do about it, by {@link NetworkError.code}. Other codes stand on their message alone. */
const advice: Readonly<Record<string, (host: string) => string>> = {
  "connection-reset": words.connectionReset,
  "timed-out": words.neverAnswered,
};

/** No response came. */
export function failurePage(
  url: string,
  failure: { readonly code: string; readonly message: string },
): string {
  const host = URL.parse(url)?.host ?? url;
  const known = advice[failure.code]?.(host);
  const detail = known === undefined || known.startsWith(failure.message) ? [] : [failure.message];
  return ownPage(words.didNotLoad, [known ?? failure.message, ...detail, words.address(url)]);
}

/** A proxy's own answer when no server behind it gives one. */
export function proxyPage(
  status: number,
  statusText: string,
  origin: string,
  failed: readonly number[],
): string {
  const why: Readonly<Record<number, string>> = {
    502: words.brokeConnection(failed),
    503: words.nobodyListens(failed),
    504: words.serversNeverAnswered(failed),
  };
  return ownPage(`${status} ${statusText}`, [words.proxyIn(origin), why[status] ?? ""]);
}

/** The page asked for was made by a form, and would have to be sent again. A window takes its form for a yes. */
export function resubmitPage(url: string): string {
  const paragraphs = [words.cameFromForm, words.address(url)];
  return ownPage(
    words.sendAgain,
    paragraphs,
    `<form method="post"><button>${escapeHtml(words.sendItAgain)}</button></form>\n`,
  );
}

/** Bytes that are no page and no picture. */
export function unshownPage(contentType: string, byteLength: number): string {
  return ownPage(words.noPage, [
    contentType === "" ? words.bytesOfNoType(byteLength) : words.bytesOfType(contentType, byteLength),
  ]);
}

/** A script left the page in a way that cannot be followed. */
export function escapedPage(url: string): string {
  return ownPage(words.scriptLeft, [words.cannotFollow, words.address(url)]);
}
