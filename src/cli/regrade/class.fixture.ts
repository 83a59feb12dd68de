import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Assignment } from "../../assignment/assignment.ts";
import { encodeAssignment } from "../../assignment/assignment-link.ts";
import { exerciseVersionOf, fingerprintOf } from "../../assignment/fingerprint.ts";
import type { HandIn } from "../../assignment/hand-in.ts";
import { keyFileText, makePrivateKey, type PrivateKey } from "../../assignment/key-pair.ts";
import { sealHandIn } from "../../assignment/sealed-hand-in.ts";
import { type LoadedExercise, loadExercise } from "../../course/load-exercise.ts";
import type { GradeFiles } from "./grade-hand-in.ts";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
export const DUE_MS = Date.UTC(2026, 11, 1, 22, 59);
const HOUR_MS = 3_600_000;

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

/** For tests: a class with a key, an assignment of one short exercise, and a folder for what it hands in. */
export class TestClass {
  readonly folder: string;
  readonly key: PrivateKey;
  readonly assignment: Assignment;
  readonly loaded: LoadedExercise;

  private constructor(folder: string, key: PrivateKey, assignment: Assignment, loaded: LoadedExercise) {
    this.folder = folder;
    this.key = key;
    this.assignment = assignment;
    this.loaded = loaded;
  }

  static async open(changes: Partial<Assignment> = {}, slug = "visit-counter"): Promise<TestClass> {
    const folder = await mkdtemp(join(tmpdir(), "keepsake-class-"));
    const key = await makePrivateKey("Web 2026", DUE_MS);
    const loaded = await loadExercise(ROOT, slug);
    const assignment: Assignment = {
      ...{ version: 1, title: "Count visits", instructions: "", zone: "Europe/Rome", dueAtMs: DUE_MS },
      exercises: [{ id: loaded.exercise.id, points: { kind: "share", points: 10 } }],
      ...{ late: { kind: "percent-a-day", percent: 20 }, hints: true, solution: false },
      ...{ passing: { kind: "percent", percent: 60 }, publicKey: key.publicKey, courseVersion: "0.1.0" },
      ...changes,
    };
    await writeFile(join(folder, "class.key"), keyFileText(key));
    await writeFile(join(folder, "assignment.json"), JSON.stringify(assignment));
    return new TestClass(folder, key, assignment, loaded);
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

  /** Writes what was received, an hour before it was due unless said otherwise. */
  async receive(path: string, bytes: Uint8Array, atMs = DUE_MS - HOUR_MS): Promise<void> {
    const target = join(this.folder, "downloads", path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
    await utimes(target, atMs / 1000, atMs / 1000);
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** Judges by the text, for tests that are about what surrounds the grading: "WRONG" fails, "BROKEN" cannot be graded. */
export const gradeByText: GradeFiles = async ({ files, testFile }) => {
  const text = Object.values(files).join("\n");
  if (text.includes("BROKEN")) return { kind: "cannot-grade", reason: "It broke off." };
  const hidden = testFile.includes("hidden");
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
