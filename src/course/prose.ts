import { type MdastNode, markdownToMdast, mdxToMdast } from "satteri";

/** One paragraph, heading or table cell, as a reader reads it. */
export interface Prose {
  /** Code in it stands as a single word. */
  readonly text: string;
  /** Of the file, counted from one. */
  readonly line: number;
}

/** What is to be read in an MDX or Markdown file: no listings, no front matter. */
export function readProse(source: string, language: "mdx" | "md"): Prose[] {
  const found: Prose[] = [];
  const visit = (node: MdastNode): void => {
    if (node.type === "paragraph" || node.type === "heading" || node.type === "tableCell") {
      found.push({ text: textOf(node).trim(), line: node.position?.start.line ?? 1 });
      return;
    }
    if ("children" in node) for (const child of node.children) visit(child as MdastNode);
  };
  visit(language === "mdx" ? mdxToMdast(source) : markdownToMdast(source));
  return found.filter(({ text }) => text !== "");
}

function textOf(node: MdastNode): string {
  if (node.type === "inlineCode") return "code";
  if ("value" in node) return node.value;
  if ("children" in node) return node.children.map((child) => textOf(child as MdastNode)).join("");
  return node.type === "break" ? " " : "";
}
