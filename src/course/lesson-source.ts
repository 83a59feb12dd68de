import Slugger from "github-slugger";
import { type MdastNode, type MdxJsxFlowElement, mdxToMdast } from "satteri";
import { type CodeMeta, parseCodeMeta } from "./code-meta.ts";
import { type LessonPlayground, readAttributes, readPlayground } from "./lesson-playground.ts";

/** What the site and the checker read out of one lesson's file. */
export interface LessonSource {
  readonly file: string;
  readonly playgrounds: readonly LessonPlayground[];
  readonly checks: readonly LessonCheck[];
  /** Code blocks outside of playgrounds. */
  readonly blocks: readonly LessonBlock[];
  readonly headings: readonly LessonHeading[];
  readonly links: readonly LessonLink[];
  /** Names of the components it uses, each with the line of its first use. */
  readonly components: ReadonlyMap<string, number>;
}

/** `<Check of="playground id" saw="an observation">`. */
export interface LessonCheck {
  readonly id: string | undefined;
  readonly of: string | undefined;
  readonly saw: string | undefined;
  readonly line: number;
}

export interface LessonBlock {
  readonly language: string;
  readonly meta: CodeMeta;
  readonly text: string;
  readonly line: number;
}

export interface LessonHeading {
  readonly depth: number;
  readonly text: string;
  /** The anchor. */
  readonly slug: string;
  readonly line: number;
}

export interface LessonLink {
  readonly href: string;
  readonly line: number;
}

/** `file` stands in errors. Throws `CourseError`. */
export function readLessonSource(source: string, file: string): LessonSource {
  const slugger = new Slugger();
  const playgrounds: LessonPlayground[] = [];
  const checks: LessonCheck[] = [];
  const blocks: LessonBlock[] = [];
  const headings: LessonHeading[] = [];
  const links: LessonLink[] = [];
  const components = new Map<string, number>();

  const visit = (node: MdastNode, inPlayground: boolean): void => {
    const line = node.position?.start.line ?? 1;
    if (node.type === "code" && !inPlayground) {
      blocks.push({ language: node.lang ?? "", meta: parseCodeMeta(node.meta), text: node.value, line });
    } else if (node.type === "heading") {
      const text = textOf(node);
      headings.push({ depth: node.depth, text, slug: slugger.slug(text), line });
    } else if (node.type === "link") {
      links.push({ href: node.url, line });
    } else if (node.type === "mdxJsxFlowElement" || node.type === "mdxJsxTextElement") {
      if (node.name !== null && !components.has(node.name)) components.set(node.name, line);
    }
    const isPlayground = node.type === "mdxJsxFlowElement" && node.name === "Playground";
    if (isPlayground) playgrounds.push(readPlayground(node, file));
    if (node.type === "mdxJsxFlowElement" && node.name === "Check") checks.push(readCheck(node, file));
    if ("children" in node) {
      for (const child of node.children) visit(child as MdastNode, inPlayground || isPlayground);
    }
  };
  visit(mdxToMdast(source), false);
  return { file, playgrounds, checks, blocks, headings, links, components };
}

function readCheck(element: MdxJsxFlowElement, file: string): LessonCheck {
  const attributes = readAttributes(element, ["id", "of", "saw"], file);
  return {
    id: attributes.get("id"),
    of: attributes.get("of"),
    saw: attributes.get("saw"),
    line: element.position?.start.line ?? 1,
  };
}

function textOf(node: MdastNode): string {
  if ("value" in node) return node.value;
  if ("children" in node) return node.children.map((child) => textOf(child as MdastNode)).join("");
  return "";
}
