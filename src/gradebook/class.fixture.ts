import { fileURLToPath } from "node:url";
import type { Assignment } from "../assignment/assignment.ts";
import { encodeAssignment } from "../assignment/assignment-link.ts";
import { exerciseVersionOf, fingerprintOf } from "../assignment/fingerprint.ts";
import type { HandIn } from "../assignment/hand-in.ts";
import { makePrivateKey, type PrivateKey } from "../assignment/key-pair.ts";
import { sealHandIn } from "../assignment/sealed-hand-in.ts";
import { type LoadedExercise, loadExercise } from "../course/load-exercise.ts";
import {
  assignedExercise,
  type ClassOrder,
  findFiles,
  type GivenFile,
  type GradedClass,
  type GradeFiles,
  givenBytes,
  gradeClass,
  type Remedies,
} from "./index.ts";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const DUE_MS = Date.UTC(2026, 11, 1, 22, 59);
export const HOUR_MS = 3_600_000;

export interface Learner {
  readonly name: string;
  readonly number?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly sequence?: number;
  /** Default: as the solution says, true. */
  readonly claimsToPass?: boolean;
  readonly leavesOut?: boolean;
  /** What the exercise was begun with. Default: what the course has. */
  readonly starter?: Readonly<Record<string, string>>;
}

export interface ClassParts {
  readonly key: PrivateKey;
  readonly assignment: Assignment;
  readonly loaded: LoadedExercise;
}

/** For tests: a class with a key and an assignment of one short exercise. */
export class TestClass implements ClassParts {
  readonly key: PrivateKey;
  readonly assignment: Assignment;
  readonly loaded: LoadedExercise;

  protected constructor({ key, assignment, loaded }: ClassParts) {
    this.key = key;
    this.assignment = assignment;
    this.loaded = loaded;
  }

  static async gather(changes: Partial<Assignment> = {}, slug = "visit-counter"): Promise<TestClass> {
    return new TestClass(await TestClass.parts(changes, slug));
  }

  protected static async parts(changes: Partial<Assignment>, slug: string): Promise<ClassParts> {
    const key = await makePrivateKey("Web 2026", DUE_MS);
    const loaded = await loadExercise(ROOT, slug);
    const assignment: Assignment = {
      ...{ version: 1, title: "Count visits", instructions: "", zone: "Europe/Rome", dueAtMs: DUE_MS },
      exercises: [{ id: loaded.exercise.id, points: { kind: "share", points: 10 } }],
      ...{ late: { kind: "percent-a-day", percent: 20 }, hints: true, solution: false },
      ...{ passing: { kind: "percent", percent: 60 }, publicKey: key.publicKey, courseVersion: "0.1.0" },
      ...changes,
    };
    return { key, assignment, loaded };
  }

  get link(): string {
    return encodeAssignment(this.assignment);
  }

  get solution(): Record<string, string> {
    return { ...this.loaded.starter, ...this.loaded.solution };
  }

  handIn({
    name,
    number = "",
    files = this.solution,
    sequence = 1,
    claimsToPass = true,
    leavesOut = false,
    starter = this.loaded.starter,
  }: Learner): HandIn {
    const atMs = DUE_MS - 5 * HOUR_MS;
    return {
      version: 1,
      assignment: { fingerprint: fingerprintOf(this.assignment), title: this.assignment.title },
      learner: { name, studentNumber: number },
      ...{ sequence, madeAtMs: atMs, versions: { course: "0.1.0", engine: "inpage" } },
      exercises: leavesOut
        ? []
        : [
            {
              ...{
                id: this.loaded.exercise.id,
                version: exerciseVersionOf(starter),
                files,
                attemptsLeftOut: 0,
                taken: [],
              },
              attempts: [0, 10, 25].map((minutes) => ({
                ...{ atMs: atMs - HOUR_MS + minutes * 60_000, passed: minutes === 25 },
                ...{ passedTests: minutes === 25 ? 2 : 0, tests: 2, failed: [] },
              })),
              hints: [{ hint: 1, atMs: atMs - HOUR_MS + 60_000, asked: false }],
              pageResult: { atMs, passed: claimsToPass, tests: [] },
            },
          ],
    };
  }

  seal(learner: Learner): Promise<Uint8Array> {
    return sealHandIn(this.handIn(learner), this.assignment.publicKey);
  }

  /** Grades what was received, in the memory, as a server would. */
  async grade(given: readonly GivenFile[], changes: Partial<ClassOrder> = {}): Promise<GradedClass> {
    const { key, assignment, loaded } = this;
    return gradeClass({
      ...{ key, assignment, found: await findFiles(given, assignment.zone, changes.pattern) },
      exercises: [assignedExercise(loaded, "// the exercise's own tests\n")],
      ...{ gradeFiles: gradeByText, isolation: "none", jobs: 2, remedies: TRIAL_REMEDIES },
      ...changes,
    });
  }

  /** A hand-in as it is received, an hour before it was due unless said otherwise. */
  async received(learner: Learner, receivedAtMs = DUE_MS - HOUR_MS): Promise<GivenFile> {
    const name = `${learner.name.toLowerCase()}.keepsake`;
    return givenBytes({ name, bytes: await this.seal(learner), receivedAtMs });
  }
}

const TRIAL_REMEDIES: Remedies = {
  whenOfAnotherAssignment: "Choose the other one.",
  whenHowLateIsUnknown: "say when",
  whenTimeIsUnknown: "say when",
};

/** Judges by the text, for tests that are about what surrounds the grading: "WRONG" fails, "BROKEN" cannot be graded. */
export const gradeByText: GradeFiles = async ({ files, tests }) => {
  const text = Object.values(files).join("\n");
  if (text.includes("BROKEN")) return { kind: "cannot-grade", reason: "It broke off." };
  const hidden = tests.includes("a secret test");
  const failure = { message: "expected 1 to be 2", exchanges: [] };
  return {
    kind: "graded",
    tests: [
      { name: hidden ? "A secret holds" : "Each visit counts", state: "pass", durationMs: 1 },
      text.includes("WRONG")
        ? { name: "Visitors are apart", state: "fail", durationMs: 1, failure }
        : { name: "Visitors are apart", state: "pass", durationMs: 1 },
    ],
  };
};
