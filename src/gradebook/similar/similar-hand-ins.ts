import type { AssignedToGrade } from "../grading/assigned-exercises.ts";
import type { LearnerResult, Verdict } from "../results/results.ts";
import { type SimilarPair, similarPairs } from "./similar-pairs.ts";

/** Hand-ins of one exercise that are too alike. Keys are slugs. */
export interface SimilarHandIns {
  readonly exerciseId: string;
  readonly title: string;
  readonly pairs: readonly SimilarPair[];
}

/** Compares what counts of a class, exercise by exercise. */
export function similarHandIns(
  exercises: readonly AssignedToGrade[],
  verdicts: readonly Verdict[],
  learners: readonly LearnerResult[],
): SimilarHandIns[] {
  return exercises.map(({ id, loaded }) => {
    const compared = verdicts.flatMap(({ counts }) => {
      const files = counts.handIn.exercises.find((each) => each.id === id)?.files;
      const slug = learners.find(({ key }) => key === counts.learner.key)?.slug;
      return files === undefined || slug === undefined ? [] : [{ key: slug, files }];
    });
    return { exerciseId: id, title: loaded.exercise.title, pairs: similarPairs(compared, loaded.starter) };
  });
}
