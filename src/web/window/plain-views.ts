import { language } from "../../words/en/language.ts";
import { isJson, isText, parseMediaType } from "../media-type.ts";
import { escapeHtml, unshownPage } from "../own-pages.ts";
import type { Page } from "../page.ts";
import { dataUrl } from "./data-url.ts";

/** How a page is to be written: as the learner's HTML, or in a view of ours. */
export type View =
  | { readonly kind: "html"; readonly text: string }
  | { readonly kind: "own"; readonly html: string };

/** HTML as it is; JSON and text readable; images, sound and film shown; the rest named. */
export function viewOf(page: Page): View {
  if (page.failure !== undefined || page.needsResubmit === true) return { kind: "own", html: page.text };
  const type = parseMediaType(page.contentType);
  const essence = type?.essence ?? "";
  if (essence === "text/html" || essence === "application/xhtml+xml")
    return { kind: "html", text: page.text };
  if (type !== undefined && isJson(type)) return own(page, `<pre>${escapeHtml(pretty(page.text))}</pre>`);
  if (essence.startsWith("image/"))
    return own(page, `<img alt="" src="${escapeHtml(dataUrl(page.bytes, essence))}">`);
  if (/^(?:audio|video)\//.test(essence)) {
    return own(page, `<video controls src="${escapeHtml(dataUrl(page.bytes, essence))}"></video>`);
  }
  if (type !== undefined && isText(type)) return own(page, `<pre>${escapeHtml(page.text)}</pre>`);
  return { kind: "own", html: unshownPage(page.contentType, page.bytes.length) };
}

function own(page: Page, body: string): View {
  const html = `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${escapeHtml(page.url)}</title><style>
body { margin: 1em; background: #fff; color: #222 }
pre { font: 14px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 }
img, video { max-width: 100% }
</style><body tabindex="-1">${body}</body></html>`;
  return { kind: "own", html };
}

/** Indented when it is JSON, else as it came. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
