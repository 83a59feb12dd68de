/**
 * A source text made ready to run: plain data, which can be cloned into another worker. It depends on the
 * source, its path and the declared format only.
 */
export interface CompiledModule {
  readonly path: string;
  readonly source: string;
  readonly declared: DeclaredFormat;
  /** A syntax error is part of the result: it is thrown when the module is linked. */
  readonly program: ModuleProgram | CommonJsProgram | RefusedProgram;
}

/** What the file's name and the nearest package.json say. "detect": ES module when it has the syntax of one. */
export type DeclaredFormat = "module" | "commonjs" | "detect";

/** An ES module. Lines are the source's own; columns too, but for the places in `shifts`. */
export interface ModuleProgram {
  readonly kind: "module";
  /** The source with types, imports and export keywords blanked. */
  readonly code: string;
  readonly shifts: readonly ColumnShift[];
  /** In source order, without repetition. */
  readonly requests: readonly ModuleRequest[];
  readonly imports: readonly ImportBinding[];
  readonly exports: readonly LocalExport[];
  readonly reexports: readonly Reexport[];
  readonly stars: readonly StarReexport[];
  readonly hasTopLevelAwait: boolean;
  /** Where each imported name is used, for the modules that must read it anew each time. */
  readonly references: readonly ImportReference[];
  /** Names that the generated code may use: nothing in the source is called so. */
  readonly names: GeneratedNames;
  /** Packages required by `createRequire` or `require` with a literal. */
  readonly requires: readonly string[];
}

export interface CommonJsProgram {
  readonly kind: "commonjs";
  readonly code: string;
  readonly shifts: readonly ColumnShift[];
  /** Literal arguments of `require`, in source order. */
  readonly requires: readonly string[];
  readonly names: GeneratedNames;
}

export interface RefusedProgram {
  readonly kind: "refused";
  /** "ERR_INVALID_TYPESCRIPT_SYNTAX", "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX", or none for plain JavaScript. */
  readonly code: string | undefined;
  readonly message: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** How many columns the caret marks, at least 1. */
  readonly length: number;
}

/** From `column` on (from 1, in the generated line), the source's column is `delta` less. */
export interface ColumnShift {
  readonly line: number;
  readonly column: number;
  readonly delta: number;
}

export interface ModuleRequest {
  readonly specifier: string;
  /** Import attributes' `type`, such as "json". */
  readonly type: string | undefined;
  readonly line: number;
  readonly column: number;
}

/** `imported` "*" is the namespace. */
export interface ImportBinding {
  readonly request: number;
  readonly imported: string;
  readonly local: string;
  readonly line: number;
  readonly column: number;
}

export interface LocalExport {
  readonly exported: string;
  /** A name in the module's scope, or an expression that reads the value. */
  readonly local: string;
  /** Assigned to after its declaration, or possibly so. */
  readonly reassigned: boolean;
}

export interface Reexport {
  readonly exported: string;
  readonly request: number;
  readonly imported: string;
  readonly line: number;
  readonly column: number;
}

export interface StarReexport {
  readonly request: number;
}

export interface ImportReference {
  /** Index in `imports`. */
  readonly binding: number;
  /** In `code`. */
  readonly start: number;
  readonly end: number;
  readonly use: "read" | "construct" | "shorthand" | "assign" | "assign-shorthand";
}

export interface GeneratedNames {
  readonly scope: string;
  readonly meta: string;
  readonly dynamicImport: string;
}
