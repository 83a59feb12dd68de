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
    gate.textContent = `The solution is closed until “${assignment.title}” is over: your instructor set it so.`;
    details.remove();
    return;
  }
  let hasPassed = false;
  details.addEventListener("toggle", () => {
    ask.textContent = "The solution";
    // Storage is blocked: there is no progress to note it with.
    if (!hasPassed) void recordSolutionShown(exerciseId, Date.now()).catch(() => undefined);
  });

  const progress = await progressOf(exerciseId).catch(() => ({ exerciseId, attempts: 0 }));
  if (standingOf(progress) === "open") return;
  hasPassed = true;
  const link = gate.querySelector("a") ?? "the exercise";
  gate.replaceChildren(
    "You have passed ",
    link,
    ". Compare: any other program that passes is as right as this one.",
  );
  details.open = true;
}

for (const solution of document.querySelectorAll<HTMLElement>("[data-solution]")) void guard(solution);
