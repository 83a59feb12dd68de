/**
 * A server that a test needs is not on this machine; the message says what to install. A test that ends with it is
 * skipped by name, except where everything is demanded (src/cli/skip-what-is-missing.ts).
 */
export class NotInstalledError extends Error {
  override readonly name = "NotInstalledError";
}

/** Whether the reason is that a program, or a file of it, is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
