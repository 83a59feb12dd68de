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

export interface SandboxOrder {
  /** Hand-ins are trusted: they run with this process's rights where there is no sandbox. */
  readonly isUnsafe: boolean;
  /** A whole sentence: how one grades trusted hand-ins all the same, in words of whoever grades. */
  readonly whenMissing: string;
}

/** Rejects with SandboxMissing when there is no isolation here and the hand-ins are not trusted. */
export async function openSandbox({ isUnsafe, whenMissing }: SandboxOrder): Promise<OpenSandbox> {
  const missing = (reason: string): string => `${reason} ${whenMissing}`;
  if (!isUnsafe) {
    const isolation = await findIsolation();
    if ("reason" in isolation) throw new SandboxMissing(missing(isolation.reason));
  }
  return {
    async gradeFiles({ loaded, tests, files, seed, signal }) {
      const outcome = await gradeInSandbox({
        ...{ loaded, files, seed, unsafe: isUnsafe },
        testFiles: { "grade.test.ts": tests },
        ...(signal === undefined ? {} : { signal }),
      });
      if (outcome.kind === "cannot-grade") {
        const { kind, reason, noSandbox = false } = outcome;
        return { kind, reason: noSandbox ? missing(reason) : reason };
      }
      const { tests: results, failure } = outcome.grade;
      return failure === undefined
        ? { kind: "graded", tests: results }
        : { kind: "cannot-grade", reason: failure };
    },
    close: () => endSandboxes(),
  };
}
