/** A process, as another one on the same store may know it. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Which machine and process namespace the pid counts in; undefined: unknown, so its death is too. */
  readonly machine?: string;
}

/** Undefined: the value is none. No Node imports: the grader reads records in the page too. */
export function processIdentityOf(value: unknown): ProcessIdentity | undefined {
  if (typeof value !== "object" || value === null || !("pid" in value)) return undefined;
  const { pid } = value;
  if (typeof pid !== "number" || !Number.isInteger(pid) || pid < 0) return undefined;
  return "machine" in value && typeof value.machine === "string" ? { pid, machine: value.machine } : { pid };
}
