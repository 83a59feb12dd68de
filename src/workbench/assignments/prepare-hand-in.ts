import type { Assignment } from "../../assignment/assignment.ts";
import type { HandIn } from "../../assignment/hand-in.ts";
import type { ExerciseFiles } from "../../course/exercise.ts";
import * as words from "../../words/en/assignment.ts";
import { attemptLogOf } from "../attempts/attempt-store.ts";
import { indexedDraftStore } from "../drafts/indexed-draft-store.ts";
import { stillThere, storageJournal } from "../drafts/unsaved-journal.ts";
import { EngineMemory } from "../engines/engine-memory.ts";
import type { TextFiles } from "../workspace.ts";
import { collectHandIn, type WorkedExercise } from "./collect-hand-in.ts";
import type { CourseFacts } from "./course-exercises.ts";
import type { Learner } from "./kept-assignments.ts";

/** A hand-in that can be looked at before it is sealed, beside the starters it began with. */
export interface PreparedHandIn {
  readonly handIn: HandIn;
  readonly starters: ReadonlyMap<string, TextFiles>;
}

export interface HandInRequest {
  readonly assignment: Assignment;
  readonly learner: Learner;
  readonly sequence: number;
  readonly course: CourseFacts;
}

/** Reads what lies on this machine. Rejects with a sentence when an exercise cannot be read. */
export async function prepareHandIn(request: HandInRequest): Promise<PreparedHandIn> {
  const { assignment, learner, sequence, course } = request;
  const worked = await Promise.all(assignment.exercises.map(({ id }) => workedExercise(id, course)));
  const handIn = collectHandIn({
    assignment,
    learner,
    sequence,
    madeAtMs: Date.now(),
    versions: { course: course.version, engine: new EngineMemory(() => localStorage).preference },
    worked,
  });
  return { handIn, starters: new Map(worked.map(({ id, starter }) => [id, starter])) };
}

async function workedExercise(id: string, course: CourseFacts): Promise<WorkedExercise> {
  // Without these the starter would be handed in as the learner's own.
  const [saved, log] = await Promise.all([indexedDraftStore.load(id), attemptLogOf(id)]).catch(
    (error: unknown) => {
      throw new Error(words.workNotRead(error instanceof Error ? error.message : String(error)));
    },
  );
  const starter = await starterOf(id, course);
  const unsaved = storageJournal(() => localStorage).read(id);
  return { id, starter, drafts: stillThere([...saved, ...unsaved]), log };
}

async function starterOf(id: string, { exercises }: CourseFacts): Promise<TextFiles> {
  const exercise = exercises.find((one) => one.id === id);
  if (exercise === undefined) {
    throw new Error(words.otherVersionOf(id));
  }
  const address = `/exercises/${exercise.slug}/files.json`;
  const response = await fetch(address).catch(() => undefined);
  if (response?.ok !== true) {
    throw new Error(words.filesNotLoaded(exercise.title));
  }
  const { starter }: Pick<ExerciseFiles, "starter"> = await response.json();
  return starter;
}
