export interface FormatErrorOptions extends ErrorOptions {
  /** What of the sentence is of this case alone: a place, a number. For whoever says it in another language. */
  readonly detail?: string | undefined;
}

/**
 * Something that came from outside (a link, a key, a file) is not as it must be. The message says what and what
 * to do, in English, and can be shown as it is in a terminal; a page has its own words for `code`, which tells the
 * cases apart.
 */
export class FormatError<Code extends string> extends Error {
  override readonly name = "FormatError";
  readonly code: Code;
  readonly detail: string;

  constructor(code: Code, message: string, { detail = "", ...options }: FormatErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.detail = detail;
  }
}
