import type { RefusedProgram } from "./compiled.ts";

/** Where in a source text an error is at home that has no stack frame there. Offsets in UTF-16 units. */
export interface ErrorPlace {
  readonly url: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const places = new WeakMap<object, ErrorPlace>();

export function locate<T extends object>(error: T, place: ErrorPlace): T {
  places.set(error, place);
  return error;
}

export function placeOf(error: unknown): ErrorPlace | undefined {
  return typeof error === "object" && error !== null ? places.get(error) : undefined;
}

/** A SyntaxError that the engine's compiler threw for a whole module: the suspicion says where and in V8's words. */
export function nativeFault(
  error: unknown,
  suspicion: RefusedProgram | undefined,
  url: string,
  text: string,
): unknown {
  if (!(error instanceof SyntaxError)) return error;
  if (suspicion === undefined) return locate(error, { url, text, start: 0, end: 0 });
  const { message, start, end } = suspicion;
  return locate(new SyntaxError(message), { url, text, start, end });
}
