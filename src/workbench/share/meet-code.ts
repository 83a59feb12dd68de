import type { ExerciseFiles } from "../../course/exercise.ts";
import { sameFiles } from "../drafts/dated-drafts.ts";
import { indexedDraftStore } from "../drafts/indexed-draft-store.ts";
import { memoryDraftStore } from "../drafts/memory-draft-store.ts";
import { explain } from "../explain.ts";
import type { TextFiles } from "../workspace.ts";
import { askAboutCode } from "./code-gate.tsx";
import { visitOf } from "./code-visit.ts";
import { forgetCode } from "./link-hash.ts";
import type { Visited } from "./visited.ts";

/**
 * Shows the code of the address in place of the workbench, and settles with what the learner wants. Until then there is no engine, no
 * editor and no draft that it could get into. `undefined`: go on as if there had been none.
 */
export async function meetCode(
  root: HTMLElement,
  { exercise, starter }: Omit<ExerciseFiles, "solution">,
): Promise<Visited | undefined> {
  const place = { ownerId: exercise.id, starter, readonly: exercise.readonly };
  const visit = await visitOf(location.hash, [place]);
  const section = document.createElement("div");
  section.className = "workbench-visit";
  root.append(section);
  root.dataset["visited"] = "";
  const answer = await askAboutCode(section, {
    title: exercise.title,
    starter,
    visit,
    keeps: true,
    runs: exercise.engines.includes("inpage"),
  });
  section.remove();
  delete root.dataset["visited"];
  focusHeading(root);
  if (visit.kind === "foreign" && answer === "once") {
    return { kind: "once", files: visit.code.files, store: memoryDraftStore() };
  }
  forgetCode();
  if (visit.kind === "foreign" && answer === "keep") return keepForeign(exercise.id, visit.code.files);
  return undefined;
}

/** The button that had the focus is gone. */
function focusHeading(root: HTMLElement): void {
  const heading = root.querySelector("h1");
  if (heading === null) return;
  heading.tabIndex = -1;
  heading.focus();
}

/** Puts somebody else's files among an exercise's drafts, once if the same link comes again. Never rejects. */
export async function keepForeign(exerciseId: string, files: TextFiles): Promise<Visited> {
  try {
    const drafts = await indexedDraftStore.snapshots(exerciseId);
    const before = drafts.find(({ reason }) => reason === "link");
    if (before !== undefined && sameFiles(before.files, files)) return { kind: "kept" };
    await indexedDraftStore.keep(exerciseId, { files, takenAtMs: Date.now(), reason: "link" });
    return { kind: "kept" };
  } catch (error) {
    return { kind: "not kept", why: explain(error) };
  }
}
