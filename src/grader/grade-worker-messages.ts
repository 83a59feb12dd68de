import type { Exercise } from "../course/exercise.ts";
import type { EngineKind, FileTree } from "../engine/engine.ts";
import type { Grade, TestResult } from "./grade.ts";

export interface GradeOrder {
  readonly slug: string;
  readonly exerciseId: string;
  readonly files: FileTree;
  readonly exercise: Exercise;
  readonly seed: number;
  readonly machines: readonly RemoteMachine[];
}

export interface RemoteMachine {
  readonly kind: EngineKind;
  /** The other end serves the engine, as soon as it has booted. */
  readonly port: MessagePort;
}

export type FromGradeWorker =
  | { readonly kind: "alive" }
  | { readonly kind: "test"; readonly result: TestResult }
  | { readonly kind: "grade"; readonly grade: Grade };
