import type * as english from "./en/index.ts";
import type { SameShape } from "./same-shape.ts";

/**
 * All files of a language, by name. The `index.ts` of a second one ends with a line that TypeScript holds it by, and that
 * says which sentence is missing: `import type * as own from "./index.ts"; export type Complete = Whole<typeof own>;`
 */
export type LanguageFiles = { readonly [File in keyof typeof english]: SameShape<(typeof english)[File]> };

/** Does not compile for a language that is not whole. */
export type Whole<Language extends LanguageFiles> = Language;
