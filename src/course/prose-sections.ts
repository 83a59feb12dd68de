import Slugger from "github-slugger";
import { type MdastNode, markdownToMdast, mdxToMdast } from "satteri";
import { parseCodeMeta } from "./code-meta.ts";

/** What stands under one heading of a text, as a search looks at it. */
export interface ProseSection {
  /** The heading's anchor; "" for what stands before the first one. */
  readonly slug: string;
  /** "" for what stands before the first heading. */
  readonly heading: string;
  readonly text: string;
  /** The listings, one below the other. */
  readonly code: string;
  /** Rows of tables that say what a name means. They are not in `text`. */
  readonly entries: readonly ProseEntry[];
}

export interface ProseEntry {
  readonly term: string;
  readonly text: string;
}

/** Deeper headings belong to the section that they stand in. */
const DEEPEST_SECTION = 3;

/** What a reader is asked before it is shown: to find it by searching would give it away. */
const HIDDEN_AT_FIRST = ["Predict", "Solution"];

/**
 * The sections of an MDX or Markdown file in reading order, without those that hold nothing. A program that mends
 * a broken one, and the answer to a prediction, are left out.
 */
export function proseSections(source: string, language: "mdx" | "md"): ProseSection[] {
  const slugger = new Slugger();
  let current = new SectionDraft("", "");
  const drafts = [current];

  const visit = (node: MdastNode): void => {
    switch (node.type) {
      case "heading": {
        const heading = textOf(node);
        const slug = slugger.slug(heading);
        if (node.depth > DEEPEST_SECTION) {
          current.say(heading);
          return;
        }
        current = new SectionDraft(slug, heading);
        drafts.push(current);
        return;
      }
      case "paragraph":
        current.say(textOf(node));
        return;
      case "code":
        if (!parseCodeMeta(node.meta).has("mends")) current.list(node.value);
        return;
      case "tableRow":
        readRow(node.children as MdastNode[], current);
        return;
      case "mdxJsxFlowElement": {
        for (const attribute of node.attributes) {
          if (attribute.type !== "mdxJsxAttribute" || typeof attribute.value !== "string") continue;
          if (attribute.name === "title" || attribute.name === "question") current.say(attribute.value);
        }
        if (node.name !== null && HIDDEN_AT_FIRST.includes(node.name)) return;
      }
    }
    if ("children" in node) for (const child of node.children) visit(child as MdastNode);
  };
  visit(language === "mdx" ? mdxToMdast(source) : markdownToMdast(source));
  return drafts.flatMap((draft) => draft.finished() ?? []);
}

class SectionDraft {
  readonly #slug: string;
  readonly #heading: string;
  readonly #text: string[] = [];
  readonly #code: string[] = [];
  readonly #entries: ProseEntry[] = [];

  constructor(slug: string, heading: string) {
    this.#slug = slug;
    this.#heading = heading;
  }

  say(text: string): void {
    if (text !== "") this.#text.push(text);
  }

  list(code: string): void {
    this.#code.push(code);
  }

  explain(entry: ProseEntry): void {
    this.#entries.push(entry);
  }

  /** `undefined` when nothing stands there, not even a heading. */
  finished(): ProseSection | undefined {
    const [text, code] = [this.#text.join(" "), this.#code.join("\n")];
    const isEmpty = this.#heading === "" && text === "" && code === "" && this.#entries.length === 0;
    if (isEmpty) return undefined;
    return { slug: this.#slug, heading: this.#heading, text, code, entries: this.#entries };
  }
}

/** A row whose first cell is set off, in bold or as code, says what that name means. */
function readRow(cells: readonly MdastNode[], section: SectionDraft): void {
  const [first, ...rest] = cells;
  const texts = rest.map(textOf).filter((text) => text !== "");
  const term = first === undefined ? "" : textOf(first);
  const [mark] = first !== undefined && "children" in first ? (first.children as MdastNode[]) : [];
  if (mark?.type === "strong" || mark?.type === "inlineCode") {
    section.explain({ term, text: texts.join(" · ") });
  } else {
    section.say([term, ...texts].filter((text) => text !== "").join(" · "));
  }
}

/** Text with code in it as it is written, on one line. Expressions of MDX are no text. */
function textOf(node: MdastNode): string {
  return rawText(node).replaceAll(/\s+/g, " ").trim();
}

function rawText(node: MdastNode): string {
  if (node.type === "break" || node.type === "mdxTextExpression") return " ";
  if ("children" in node) return node.children.map((child) => rawText(child as MdastNode)).join("");
  return "value" in node && node.type !== "html" ? node.value : "";
}
