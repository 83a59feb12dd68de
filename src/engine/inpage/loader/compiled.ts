/**
 * A source text made ready to run: plain data, which can be cloned into another worker. It depends on the
 * source, its path and the declared format only.
 */
export interface CompiledModule {
  readonly path: string;
  readonly source: string;
  readonly declared: DeclaredFormat;
  /** A syntax error is part of the result: it is thrown when the module is loaded. */
  readonly program: ModuleProgram | CommonJsProgram | RefusedProgram;
}

/** What the file's name and the nearest package.json say. "detect": ES module when it has the syntax of one. */
export type DeclaredFormat = "module" | "commonjs" | "detect";

/** A replacement in a text of `text.slice(start, end)`. Offsets in UTF-16 units. Never holds a line break. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface ModuleProgram {
  readonly kind: "module";
  /** The source with its types blanked: as long as the source. */
  readonly text: string;
  /** What is done to `text` always, in order, without overlap. */
  readonly edits: readonly Edit[];
  /** In source order, without repetition. */
  readonly requests: readonly ModuleRequest[];
  readonly imports: readonly ImportBinding[];
  readonly exports: readonly LocalExport[];
  readonly reexports: readonly Reexport[];
  /** Indexes in `requests`. */
  readonly stars: readonly number[];
  /** Offsets of what awaits outside of all functions. */
  readonly awaits: readonly number[];
  /** Where imported names are used: rewritten in modules that must read them anew each time. In order. */
  readonly references: readonly ImportReference[];
  readonly names: GeneratedNames;
  /** Literal arguments of calls of `require`. */
  readonly requires: readonly string[];
  /** Where and what the fault is, should the engine's compiler find one. */
  readonly suspicion: RefusedProgram | undefined;
}

export interface CommonJsProgram {
  readonly suspicion: RefusedProgram | undefined;
  readonly kind: "commonjs";
  readonly text: string;
  readonly edits: readonly Edit[];
  readonly requires: readonly string[];
  readonly names: GeneratedNames;
}

export interface RefusedProgram {
  readonly kind: "refused";
  /** "ERR_INVALID_TYPESCRIPT_SYNTAX", "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX", or none for plain JavaScript. */
  readonly code: string | undefined;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface ModuleRequest {
  readonly specifier: string;
  /** Import attributes' `type`, such as "json". */
  readonly type: string | undefined;
  /** Offset of the specifier's literal; `undefined` for `import()`. */
  readonly at?: number;
}

export interface ImportBinding {
  /** Index in `requests`. */
  readonly request: number;
  /** "*" is the namespace. */
  readonly imported: string;
  readonly local: string;
  /** Offset of the imported name in the source. */
  readonly at: number;
}

export interface LocalExport {
  readonly exported: string;
  /** An expression that reads the value: a name of the module's scope, for most. */
  readonly read: string;
  /** It may be given another value after its declaration. */
  readonly reassigned: boolean;
}

export interface Reexport {
  readonly exported: string;
  readonly request: number;
  /** "*" is the namespace. */
  readonly imported: string;
  readonly at: number;
}

export interface ImportReference {
  /** Index in `imports`. */
  readonly binding: number;
  readonly start: number;
  readonly end: number;
  readonly use: "read" | "construct" | "shorthand" | "assign" | "assign-shorthand";
}

/** Names that the generated code may use: nothing in the source is called so. */
export interface GeneratedNames {
  readonly scope: string;
  /** As long as `import.meta`. */
  readonly meta: string;
  /** As long as `import`. */
  readonly dynamicImport: string;
}
