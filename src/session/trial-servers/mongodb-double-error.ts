/** An error as MongoDB answers it, with its real code. */
export class MongodbDoubleError extends Error {
  readonly code: number;
  readonly codeName: string;

  constructor(code: keyof typeof NAMES, message: string) {
    super(message);
    this.code = code;
    this.codeName = NAMES[code];
  }
}

const NAMES = {
  2: "BadValue",
  9: "FailedToParse",
  13: "Unauthorized",
  14: "TypeMismatch",
  18: "AuthenticationFailed",
  43: "CursorNotFound",
  59: "CommandNotFound",
  66: "ImmutableField",
  86: "IndexKeySpecsConflict",
  100: "UnsatisfiableWriteConcern",
  10107: "NotWritablePrimary",
  11000: "DuplicateKey",
  40324: "Location40324",
  40415: "IDLUnknownField",
} as const;
