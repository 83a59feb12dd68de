import { readFile } from "node:fs/promises";
import { endSandboxes, gradeInSandbox } from "../../grader/sandbox/grade-in-sandbox.ts";
import { findIsolation } from "../../grader/sandbox/isolation.ts";
import type { GradeFiles } from "./grade-hand-in.ts";

/** Hand-ins cannot be isolated on this machine. The message says what to do. */
export class SandboxMissing extends Error {
  override readonly name = "SandboxMissing";
}

export interface OpenSandbox {
  readonly gradeFiles: GradeFiles;
  /** Ends the processes that wait for more. */
  close(): Promise<void>;
}

/** Rejects with SandboxMissing when there is no isolation here and the hand-ins are not trusted. */
export async function openSandbox(isUnsafe: boolean): Promise<OpenSandbox> {
  if (!isUnsafe) {
    const isolation = await findIsolation();
    if ("reason" in isolation) throw new SandboxMissing(isolation.reason);
  }
  return {
    async gradeFiles({ loaded, testFile, files, seed, signal }) {
      const outcome = await gradeInSandbox({
        ...{ loaded, files, seed, unsafe: isUnsafe },
        testFiles: { "grade.test.ts": await readFile(testFile, "utf8") },
        ...(signal === undefined ? {} : { signal }),
      });
      if (outcome.kind === "cannot-grade") return outcome;
      const { tests, failure } = outcome.grade;
      return failure === undefined ? { kind: "graded", tests } : { kind: "cannot-grade", reason: failure };
    },
    close: () => endSandboxes(),
  };
}
