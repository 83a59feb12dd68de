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
