import { highlightTree } from "@lezer/highlight";
import { notebook } from "./editor-basics.ts";
import { typescriptLanguage } from "./script-language.ts";

/** A signature as code, with what is said about it below. */
export function infoView(signature: string, documentation: string): HTMLElement {
  const view = document.createElement("div");
  view.className = "cm-info";
  view.append(codeElement(signature), ...paragraphs(documentation));
  return view;
}

/** TypeScript on one or more lines, in the editor's colours; `strong` is the part of it that counts now. */
export function codeElement(
  text: string,
  strong?: { readonly from: number; readonly to: number },
): HTMLElement {
  const code = document.createElement("code");
  let at = 0;
  const put = (to: number, classes: string) => {
    for (const cut of cutAt(text, at, to, strong)) {
      const span = document.createElement("span");
      span.className = cut.isStrong ? `${classes} cm-info-strong` : classes;
      span.textContent = text.slice(cut.from, cut.to);
      code.append(span);
    }
    at = to;
  };
  highlightTree(typescriptLanguage.parser.parse(text), notebook, (from, to, classes) => {
    put(from, "");
    put(to, classes);
  });
  put(text.length, "");
  return code;
}

function cutAt(
  text: string,
  from: number,
  to: number,
  strong: { readonly from: number; readonly to: number } = { from: text.length, to: text.length },
) {
  const start = Math.min(Math.max(strong.from, from), to);
  const end = Math.min(Math.max(strong.to, start), to);
  return [
    { from, to: start, isStrong: false },
    { from: start, to: end, isStrong: true },
    { from: end, to, isStrong: false },
  ].filter((cut) => cut.from < cut.to);
}

/** A doc comment's text: paragraphs, `code`, and fenced listings. */
export function paragraphs(documentation: string): HTMLElement[] {
  return documentation
    .split(/(```[\s\S]*?(?:```|$))|\n{2,}/)
    .filter((part) => part !== undefined && part.trim() !== "")
    .map((part) => {
      const fenced = /^```\w*\n([\s\S]*?)\n?(?:```)?$/.exec(part);
      if (fenced === null) return paragraph(part.trim());
      const listing = document.createElement("pre");
      listing.append(codeElement(fenced[1] ?? ""));
      return listing;
    });
}

function paragraph(text: string): HTMLElement {
  const element = document.createElement("p");
  for (const [index, piece] of text.split("`").entries()) {
    if (index % 2 === 0) element.append(piece);
    else element.append(Object.assign(document.createElement("code"), { textContent: piece }));
  }
  return element;
}
