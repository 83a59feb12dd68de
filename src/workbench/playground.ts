import "../styles/playground.css";
import { type Playground, PlaygroundShell } from "./playground/shell.ts";
import { completePlaygroundSpec, type PlaygroundSpec } from "./playground/spec.ts";

export type { Playground } from "./playground/shell.ts";
export type { PlaygroundRequest, PlaygroundSpec } from "./playground/spec.ts";

/**
 * Makes `element` a playground. What the element holds already (the listing that Astro rendered) stays until
 * the reader first points at it, tabs into it or presses Run; only then is the editor, and with Run the
 * engine, loaded. Throws a `TypeError` when the spec contradicts itself.
 */
export function mountPlayground(element: HTMLElement, spec: PlaygroundSpec): Playground {
  return new PlaygroundShell(element, completePlaygroundSpec(spec));
}
