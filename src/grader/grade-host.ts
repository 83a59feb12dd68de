import type { LeaseOptions, Stage } from "./stage.ts";

/** What a run of grade tests stands on. Whoever runs the tests sets it before the test file is imported. */
export interface GradeHost {
  /** Decides every seeded pick; repeats a run exactly. */
  readonly seed: number;
  /** A machine with the program on it, for one test alone. `fresh`: no program that other tests had. */
  lease(options: LeaseOptions): Promise<Stage>;
}

let current: GradeHost | undefined;

export function setGradeHost(host: GradeHost): void {
  current = host;
}

/** Throws when the test file was run by something else than the grader. */
export function gradeHost(): GradeHost {
  if (current === undefined) {
    throw new Error(
      "Grade tests need a program to talk to. Run them with `npm run grade -- EXERCISE`, or press Check in the page.",
    );
  }
  return current;
}
