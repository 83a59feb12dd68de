/**
 * Something that came from outside (a link, a key, a file) is not as it must be. The message says what and what
 * to do, and can be shown as it is; `code` tells the cases apart.
 */
export class FormatError<Code extends string> extends Error {
  override readonly name = "FormatError";
  readonly code: Code;

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
