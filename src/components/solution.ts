import * as words from "../words/en/lesson.ts";
import { exerciseRules } from "../workbench/assignments/exercise-rules.ts";
import { logSolutionShown } from "../workbench/attempts/attempt-store.ts";
import { progressOf, recordSolutionShown, standingOf } from "../workbench/progress.ts";

/** Opens a lesson's solutions for who has passed, and remembers who asked before. */
async function guard(solution: HTMLElement): Promise<void> {
  const exerciseId = solution.dataset["solution"] ?? "";
  const details = solution.querySelector("details");
  const gate = solution.querySelector<HTMLElement>("[data-gate]");
  const ask = solution.querySelector<HTMLElement>("[data-ask]");
  if (details === null || gate === null || ask === null) return;

  const known = Promise.all([
    exerciseRules(exerciseId),
    progressOf(exerciseId).catch(() => ({ exerciseId, attempts: 0 })),
  ]);
  // Who is quick asks before any of it is known, or before there was a script to see it.
  const note = async () => {
    ask.textContent = words.theSolution;
    const [{ solution: isAllowed }, progress] = await known;
    if (!isAllowed || standingOf(progress) !== "open") return;
    const atMs = Date.now();
    // A hand-in reads the log; the marks in the lessons read the progress.
    await Promise.all([logSolutionShown(exerciseId, atMs), recordSolutionShown(exerciseId, atMs)]);
  };
  // Storage is blocked: there is no progress to note it with.
  const noteIfItCan = () => void note().catch(() => undefined);
  details.addEventListener("toggle", noteIfItCan);
  if (details.open) noteIfItCan();

  const [{ solution: isAllowed, assignment }, progress] = await known;
  if (!isAllowed && assignment !== undefined) {
    gate.textContent = words.solutionClosed(assignment.title);
    details.remove();
    return;
  }
  if (standingOf(progress) === "open") return;
  const link = gate.querySelector("a") ?? words.theExercise;
  gate.replaceChildren(...words.youHavePassed<Node | string>(link));
  details.open = true;
}

for (const solution of document.querySelectorAll<HTMLElement>("[data-solution]")) void guard(solution);
