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
