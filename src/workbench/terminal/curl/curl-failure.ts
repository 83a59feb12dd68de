/** Why curl gives up: its exit code and its own words. */
export class CurlFailure extends Error {
  readonly exitCode: number;
  /** What to do about it here, in words of the workbench's own. */
  readonly hint: string | undefined;

  constructor(exitCode: number, message: string, hint?: string) {
    super(message);
    this.name = "CurlFailure";
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

/** A command line that cannot be read. Printed as `curl: …`, with the way to the help below it. */
export class CurlUsageError extends CurlFailure {
  /** Printed before, as a warning. */
  readonly warning: string | undefined;

  constructor(message: string, warning?: string) {
    super(2, message);
    this.name = "CurlUsageError";
    this.warning = warning;
  }
}
