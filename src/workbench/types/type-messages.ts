import type { FileChanges } from "./project-host.ts";
import type { TypeProject } from "./type-service.ts";

/** What one may ask of a project; the arguments and answers are those of `TypeProject`. */
export type TypeVerb =
  | "problems"
  | "quickInfo"
  | "completions"
  | "completionDetail"
  | "signature"
  | "definition";

export type TypeArguments<Verb extends TypeVerb> = Parameters<TypeProject[Verb]>;
export type TypeAnswer<Verb extends TypeVerb> = ReturnType<TypeProject[Verb]>;

/** Done in the order in which they are sent. */
export type ToTypesWorker =
  | { readonly kind: "change"; readonly project: string; readonly changes: FileChanges }
  | { readonly kind: "close"; readonly project: string }
  | {
      readonly kind: "ask";
      readonly id: number;
      readonly project: string;
      readonly verb: TypeVerb;
      readonly arguments: readonly unknown[];
    };

export type FromTypesWorker =
  | { readonly kind: "ready" }
  /** The libraries could not be had: nothing will be answered. */
  | { readonly kind: "unavailable"; readonly message: string }
  | { readonly kind: "answer"; readonly id: number; readonly answer: unknown }
  /** TypeScript threw at this question; others may do better. */
  | { readonly kind: "failed"; readonly id: number; readonly message: string };
