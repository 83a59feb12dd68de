/** A source text that is no program, or that Node's type stripper does not take. Offsets in UTF-16 units. */
export class Refusal extends Error {
  /** Node's error code; `undefined` for plain JavaScript, whose errors have none. */
  readonly code: RefusalCode | undefined;
  readonly start: number;
  readonly end: number;

  constructor(code: RefusalCode | undefined, message: string, start: number, end: number) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.start = start;
    this.end = end;
  }
}

export type RefusalCode = "ERR_INVALID_TYPESCRIPT_SYNTAX" | "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX";

export function unsupported(message: string, start: number, end: number): Refusal {
  return new Refusal("ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX", message, start, end);
}
