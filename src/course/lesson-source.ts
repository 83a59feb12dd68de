import Slugger from "github-slugger";
import { type MdastNode, type MdxJsxFlowElement, mdxToMdast } from "satteri";
import { type CodeMeta, parseCodeMeta } from "./code-meta.ts";
import { CourseError } from "./course-error.ts";
import { type LessonPlayground, readAttributes, readPlayground, withSteps } from "./lesson-playground.ts";
import { type PythonProgram, readPythonProgram } from "./lesson-python.ts";
import { type LessonTabs, readTabs } from "./lesson-tabs.ts";
import { parseWire } from "./wire.ts";

/** What the site and the checker read out of one lesson's file. */
export interface LessonSource {
  readonly file: string;
  readonly playgrounds: readonly LessonPlayground[];
  /** Python blocks that run. */
  readonly programs: readonly PythonProgram[];
  readonly tabs: readonly LessonTabs[];
  readonly checks: readonly LessonCheck[];
  readonly predictions: readonly LessonPrediction[];
  /** Code blocks outside of playgrounds. */
  readonly blocks: readonly LessonBlock[];
  readonly headings: readonly LessonHeading[];
  readonly links: readonly LessonLink[];
  /** Names of the components it uses, each with the line of its first use. */
  readonly components: ReadonlyMap<string, number>;
}

/** `<Check id="…" of="playground id" saw="an observation">`. */
export interface LessonCheck {
  readonly id: string;
  readonly of: string;
  readonly saw: string;
  /** Seen only once the reader has mended the program: a block with `mends="playground id"` shows how. */
  readonly mended: boolean;
  readonly line: number;
}

/** `<Predict question="…" choices="one | two" answer="2">`. */
export interface LessonPrediction {
  readonly question: string;
  readonly choices: readonly string[];
  /** Counted from one. */
  readonly answer: number;
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
  const programs: PythonProgram[] = [];
  const tabs: LessonTabs[] = [];
  const checks: LessonCheck[] = [];
  const predictions: LessonPrediction[] = [];
  const blocks: LessonBlock[] = [];
  const headings: LessonHeading[] = [];
  const links: LessonLink[] = [];
  const components = new Map<string, number>();

  const visit = (node: MdastNode, inPlayground: boolean): void => {
    const line = node.position?.start.line ?? 1;
    if (node.type === "code" && !inPlayground) {
      const meta = parseCodeMeta(node.meta);
      blocks.push({ language: node.lang ?? "", meta, text: node.value, line });
      const program = node.lang === "py" ? readPythonProgram(meta, node.value, file, line) : undefined;
      if (program !== undefined) programs.push(program);
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
    if (node.type === "mdxJsxFlowElement" && node.name === "Tabs") tabs.push(readTabs(node, file));
    if (node.type === "mdxJsxFlowElement" && node.name === "Check") checks.push(readCheck(node, file));
    if (node.type === "mdxJsxFlowElement" && node.name === "Predict")
      predictions.push(readPrediction(node, file));
    if ("children" in node) {
      for (const child of node.children) visit(child as MdastNode, inPlayground || isPlayground);
    }
  };
  visit(mdxToMdast(source), false);
  for (const { meta, language, text, line } of blocks) {
    const id = meta.get("of");
    if (language !== "wire" || id === undefined) continue;
    const steps = parseWire(text, file, line + 1);
    const index = playgrounds.findIndex((playground) => playground.id === id);
    const playground = playgrounds[index];
    const programIndex = programs.findIndex((program) => program.id === id);
    const program = programs[programIndex];
    if (playground !== undefined)
      playgrounds[index] = withSteps(playground, steps, { mended: meta.has("mended") });
    else if (program !== undefined)
      programs[programIndex] = { ...program, steps: [...program.steps, ...steps] };
    else {
      throw new CourseError(
        file,
        line,
        `This wire block is of="${id}", but the lesson has no such playground, and no Python program of that id.`,
      );
    }
  }
  return { file, playgrounds, programs, tabs, checks, predictions, blocks, headings, links, components };
}

function readCheck(element: MdxJsxFlowElement, file: string): LessonCheck {
  const line = element.position?.start.line ?? 1;
  const attributes = readAttributes(element, ["id", "of", "saw", "mended"], file);
  const [id, of, saw] = ["id", "of", "saw"].map((name) => attributes.get(name));
  if (id === undefined || of === undefined || saw === undefined) {
    throw new CourseError(
      file,
      line,
      'A <Check> needs id="…" (permanent, unique), of="a playground" and saw="…".',
    );
  }
  return { id, of, saw, mended: attributes.has("mended"), line };
}

function readPrediction(element: MdxJsxFlowElement, file: string): LessonPrediction {
  const line = element.position?.start.line ?? 1;
  const attributes = readAttributes(element, ["question", "choices", "answer"], file);
  const choices = (attributes.get("choices") ?? "").split(" | ");
  const answer = Number(attributes.get("answer"));
  const question = attributes.get("question") ?? "";
  if (question === "" || choices.length < 2 || choices[answer - 1] === undefined) {
    throw new CourseError(
      file,
      line,
      'A <Predict> needs question="…", choices="one | two" and answer="1", the number of the right choice.',
    );
  }
  return { question, choices, answer, line };
}

function textOf(node: MdastNode): string {
  if ("value" in node) return node.value;
  if ("children" in node) return node.children.map((child) => textOf(child as MdastNode)).join("");
  return "";
}
