/** What the type service says. Plain data: it crosses from the worker. Positions count UTF-16 units from 0. */

/** A stretch of a file. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface TypeProblem extends Span {
  readonly path: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  /** `unused` is no fault of the program: a name that nobody reads. */
  readonly kind: "error" | "unused";
  readonly message: string;
}

/** What stands under the pointer. */
export interface QuickInfo extends Span {
  /** "const app: Express". */
  readonly signature: string;
  /** The doc comment as text, in paragraphs; empty when there is none. */
  readonly documentation: string;
}

export interface CompletionItem {
  readonly name: string;
  /** TypeScript's word for what it is: "method", "const", "interface". */
  readonly kind: string;
  /** Typed in the place of the name, when that differs. */
  readonly insert?: string;
  /** TypeScript's order: smaller is nearer to where one types. */
  readonly order: string;
  /** The module to import it from; what is in reach already has none. */
  readonly from?: string;
  /** Hand it back to ask for the details. */
  readonly handle?: unknown;
}

export interface Completions extends Span {
  /** After a dot, or in a string: only these fit. Else other words may be meant. */
  readonly isMember: boolean;
  readonly items: readonly CompletionItem[];
}

export interface CompletionDetail {
  readonly signature: string;
  readonly documentation: string;
  /** Other changes that go with it: the import. In the file's positions before the completion. */
  readonly changes: readonly TextChange[];
}

export interface TextChange extends Span {
  readonly insert: string;
}

/** The call that one is in. */
export interface CallSignature {
  /** Where its arguments begin: as long as that is the same, it is the same call. */
  readonly at: number;
  /** The signature cut at the parameter in hand: before, it, after. */
  readonly parts: readonly [string, string, string];
  readonly documentation: string;
  /** "2 of 3", when there are several. */
  readonly overload?: { readonly number: number; readonly of: number };
}

/** Where a name is made. `outside`: in a package, whose name that is. */
export type Definition =
  | (Span & { readonly kind: "here"; readonly path: string })
  | { readonly kind: "outside"; readonly where: string };
