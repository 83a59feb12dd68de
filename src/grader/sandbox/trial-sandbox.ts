import { fileURLToPath } from "node:url";
import { type LoadedExercise, loadExercise, type TextFiles } from "../../course/load-exercise.ts";
import type { Grade } from "../grade.ts";
import { gradeInSandbox, type SandboxGrading } from "./grade-in-sandbox.ts";
import { findIsolation } from "./isolation.ts";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Why this machine can try no sandbox; `undefined`: it can. */
export async function whyNoSandbox(): Promise<string | undefined> {
  const tools = await findIsolation();
  return "reason" in tools ? tools.reason : undefined;
}

export function loadTrial(slug: string): Promise<LoadedExercise> {
  return loadExercise(ROOT, slug);
}

/** Of the exercise's solution with `files` over it. Throws when it could not be graded. */
export async function gradeTrial(
  loaded: LoadedExercise,
  files: TextFiles,
  more: Partial<SandboxGrading> = {},
): Promise<Grade> {
  const all = { ...loaded.starter, ...loaded.solution, ...files };
  const outcome = await gradeInSandbox({ loaded, files: all, seed: 7, ...more });
  if (outcome.kind === "cannot-grade") throw new Error(outcome.reason);
  return outcome.grade;
}

export function failedTests({ tests }: Grade): string[] {
  return tests.filter(({ state }) => state !== "pass").map(({ name }) => name);
}
