import type { EngineKind } from "../../engine/engine.ts";

/** What the learner wants: one engine, or the page's own judgement. */
export type EnginePreference = "auto" | EngineKind;

/** What is asked of nobody else comes first. */
const REAL_NODE: readonly EngineKind[] = ["local", "webcontainer"];

/**
 * The engines that "auto" tries, best first; the last one is always the page's own. For a program that runs in
 * the page it is that one alone, or WebContainer before it where the learner has agreed to that (`agreed`). A program
 * that needs real Node gets the machine's own where it is offered, then WebContainer.
 */
export function autoOrder(
  runsOn: readonly EngineKind[],
  agreed: (kind: EngineKind) => boolean,
): readonly EngineKind[] {
  if (!runsOn.includes("inpage")) return [...REAL_NODE.filter((kind) => runsOn.includes(kind)), "inpage"];
  const better: readonly EngineKind[] = ["webcontainer"];
  return [...better.filter((kind) => runsOn.includes(kind) && agreed(kind)), "inpage"];
}
