/** A piece of HTML. What is not one is text, and is escaped. */
export class Html {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

export type HtmlPart = Html | string | number | undefined | readonly HtmlPart[];

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Only the template itself is markup: nothing that is put into it can become any. */
export function html(template: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(template.reduce((text, piece, index) => text + sourceOf(parts[index - 1]) + piece));
}

function sourceOf(part: HtmlPart): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.source;
  if (typeof part === "object") return part.map(sourceOf).join("");
  // Control characters are none of HTML's, whatever a learner is called.
  return String(part)
    .replaceAll(/[^\P{Cc}\n\t]/gu, "\uFFFD")
    .replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
