/** A middleware of this library that an audit looks for around the sessions. */
export type AuditedPart =
  | "cors"
  | "csrf"
  | "csrf-by-headers"
  | "csrf-by-token"
  | "remember-me"
  | "require-fresh";

/** The same in each copy of the library that a process may have. */
const PART = Symbol.for("keepsake.audited-part");

/** Marks the handler, and gives it back. Its name would not do: bundlers change names. */
export function auditedAs<Handler extends object>(part: AuditedPart, handler: Handler): Handler {
  return Object.defineProperty(handler, PART, { value: part });
}

/** Undefined: none of ours. */
export function auditedPartOf(handler: object): string | undefined {
  const part: unknown = Reflect.get(handler, PART);
  return typeof part === "string" ? part : undefined;
}

const ORIGINAL = Symbol.for("keepsake.original-handler");

/** Lets an audit see the handler that a wrapper of ours calls. Gives the wrapper back. */
export function standingFor<Wrapper extends object>(original: object, wrapper: Wrapper): Wrapper {
  return Object.defineProperty(wrapper, ORIGINAL, { value: original });
}

/** What a wrapper stands for; anything else is itself. */
export function originalOf(handler: unknown): unknown {
  const original: unknown = typeof handler === "function" ? Reflect.get(handler, ORIGINAL) : undefined;
  return original ?? handler;
}
