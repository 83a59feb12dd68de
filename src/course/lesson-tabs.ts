import type { MdastNode, MdxJsxFlowElement } from "satteri";
import { parseCodeMeta } from "./code-meta.ts";
import { CourseError } from "./course-error.ts";
import { readAttributes } from "./lesson-playground.ts";

/**
 * `<Tabs>`: the same idea in several systems. Each tab begins with a code block that has `tab="Name"`; what follows up
 * to the next one belongs to it.
 */
export interface LessonTabs {
  readonly names: readonly string[];
  readonly line: number;
}

/** Throws {@link CourseError} when there are fewer than two tabs, or when something stands before the first. */
export function readTabs(element: MdxJsxFlowElement, file: string): LessonTabs {
  const line = element.position?.start.line ?? 1;
  readAttributes(element, [], file);
  const names: string[] = [];
  for (const child of element.children) {
    const name = tabOf(child as MdastNode);
    const at = child.position?.start.line ?? line;
    if (name === undefined && names.length === 0)
      throw new CourseError(file, at, 'The first thing in <Tabs> must be a code block with tab="Name".');
    if (name === undefined) continue;
    if (names.includes(name)) throw new CourseError(file, at, `These tabs have two named "${name}".`);
    names.push(name);
  }
  if (names.length < 2)
    throw new CourseError(file, line, '<Tabs> needs two code blocks with tab="Name" at least.');
  return { names, line };
}

function tabOf(node: MdastNode): string | undefined {
  return node.type === "code" ? parseCodeMeta(node.meta).get("tab") : undefined;
}
