import * as words from "../words/en/lesson.ts";
import { exerciseRules } from "../workbench/assignments/exercise-rules.ts";
import { progressOf, recordSolutionShown, standingOf } from "../workbench/progress.ts";

/** Opens a lesson's solutions for who has passed, and remembers who asked before. */
async function guard(solution: HTMLElement): Promise<void> {
  const exerciseId = solution.dataset["solution"] ?? "";
  const details = solution.querySelector("details");
  const gate = solution.querySelector<HTMLElement>("[data-gate]");
  const ask = solution.querySelector<HTMLElement>("[data-ask]");
  if (details === null || gate === null || ask === null) return;

  const { solution: isAllowed, assignment } = await exerciseRules(exerciseId);
  if (!isAllowed && assignment !== undefined) {
    gate.textContent = words.solutionClosed(assignment.title);
    details.remove();
    return;
  }
  let hasPassed = false;
  details.addEventListener("toggle", () => {
    ask.textContent = words.theSolution;
    // Storage is blocked: there is no progress to note it with.
    if (!hasPassed) void recordSolutionShown(exerciseId, Date.now()).catch(() => undefined);
  });

  const progress = await progressOf(exerciseId).catch(() => ({ exerciseId, attempts: 0 }));
  if (standingOf(progress) === "open") return;
  hasPassed = true;
  const link = gate.querySelector("a") ?? words.theExercise;
  gate.replaceChildren(...words.youHavePassed<Node | string>(link));
  details.open = true;
}

for (const solution of document.querySelectorAll<HTMLElement>("[data-solution]")) void guard(solution);
