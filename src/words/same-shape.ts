/**
 * What a file of another language must hold to stand for the English one: the same names, sentences for sentences, and
 * functions that take the same parts. More names than the English ones do no harm.
 */
export type SameShape<English> = { readonly [Name in keyof English]: SameWord<English[Name]> };

type SameWord<Word> = Word extends string
  ? string
  : Word extends boolean
    ? boolean
    : Word extends (...parts: infer Parts) => infer Said
      ? (...parts: Parts) => Said extends string ? string : Said
      : never;
