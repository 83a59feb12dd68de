import { moduleFace } from "./builtin.ts";
import { isDeepEqual } from "./deep-equal.ts";
import { inspect } from "./inspect.ts";
import { invalidArgType } from "./node-error.ts";

interface AssertionErrorOptions {
  readonly message?: string;
  readonly actual?: unknown;
  readonly expected?: unknown;
  readonly operator?: string;
}

class AssertionError extends Error {
  readonly code = "ERR_ASSERTION";
  readonly generatedMessage: boolean;
  readonly actual: unknown;
  readonly expected: unknown;
  readonly operator: string | undefined;
  constructor(options: AssertionErrorOptions) {
    super(options.message ?? `${inspect(options.actual)} ${options.operator} ${inspect(options.expected)}`);
    this.name = "AssertionError";
    this.generatedMessage = options.message === undefined;
    this.actual = options.actual;
    this.expected = options.expected;
    this.operator = options.operator;
  }
}

type Message = string | Error | undefined;
type Expectation = unknown;

function fail(
  message: Message,
  generated: string,
  actual: unknown,
  expected: unknown,
  operator: string,
): never {
  if (message instanceof Error) throw message;
  const error = new AssertionError({ message: message ?? generated, actual, expected, operator });
  Object.defineProperty(error, "generatedMessage", { value: message === undefined, enumerable: true });
  throw error;
}

function compared(head: string, actual: unknown, expected: unknown): string {
  return `${head}\n\n${inspect(actual)}\n\nshould equal\n\n${inspect(expected)}`;
}

function ok(value?: unknown, message?: Message): void {
  if (!value) fail(message, "The expression evaluated to a falsy value", value, true, "==");
}

function matchesExpectation(error: unknown, expectation: Expectation, message: Message): void {
  if (expectation === undefined) return;
  if (expectation instanceof RegExp) {
    if (!expectation.test(String(error))) {
      fail(
        message,
        `The input did not match the regular expression ${inspect(expectation)}. Input:\n\n${inspect(String(error))}\n`,
        error,
        expectation,
        "throws",
      );
    }
  } else if (typeof expectation === "function") {
    if (expectation.prototype !== undefined && error instanceof expectation) return;
    if (Object.prototype.isPrototypeOf.call(Error, expectation)) throw error;
    if ((expectation as (error: unknown) => unknown).call({}, error) !== true) {
      fail(
        message,
        `The ${expectation.name ? `"${expectation.name}" ` : ""}validation function is expected to return "true".`,
        error,
        expectation,
        "throws",
      );
    }
  } else if (typeof expectation === "object" && expectation !== null) {
    for (const [key, wanted] of expectedProperties(expectation)) {
      const got: unknown = Reflect.get(Object(error), key);
      const same =
        wanted instanceof RegExp && typeof got === "string" ? wanted.test(got) : isDeepEqual(got, wanted);
      if (!same)
        fail(
          message,
          compared(`Property "${key}" of the error is not as expected:`, got, wanted),
          error,
          expectation,
          "throws",
        );
    }
  }
}

/** An Error's own name and message count although they cannot be enumerated. */
function expectedProperties(expectation: object): [key: string, wanted: unknown][] {
  if (!(expectation instanceof Error)) return Object.entries(expectation);
  const { name, message, ...more } = expectation;
  return [["name", name], ["message", message], ...Object.entries(more)];
}

function splitMessage(expectation: Expectation, message: Message): [Expectation, Message] {
  return typeof expectation === "string" ? [undefined, expectation] : [expectation, message];
}

function suffix(message: Message): string {
  return typeof message === "string" ? `: ${message}` : ".";
}

function throws(run: () => unknown, expectation?: Expectation, message?: Message): void {
  if (typeof run !== "function") throw invalidArgType("fn", "function", run);
  const [wanted, text] = splitMessage(expectation, message);
  let thrown: { readonly error: unknown } | undefined;
  try {
    run();
  } catch (error) {
    thrown = { error };
  }
  if (thrown === undefined)
    fail(undefined, `Missing expected exception${suffix(text)}`, undefined, wanted, "throws");
  matchesExpectation(thrown.error, wanted, text);
}

async function rejects(
  promise: Promise<unknown> | (() => Promise<unknown>),
  expectation?: Expectation,
  message?: Message,
) {
  const [wanted, text] = splitMessage(expectation, message);
  let thrown: { readonly error: unknown } | undefined;
  try {
    await (typeof promise === "function" ? promise() : promise);
  } catch (error) {
    thrown = { error };
  }
  if (thrown === undefined)
    fail(undefined, `Missing expected rejection${suffix(text)}`, undefined, wanted, "rejects");
  matchesExpectation(thrown.error, wanted, text);
}

const common = {
  AssertionError,
  ok,
  fail: (message: Message = "Failed") => fail(message, "Failed", undefined, undefined, "fail"),
  throws,
  rejects,
  doesNotThrow(run: () => unknown, message?: Message) {
    try {
      run();
    } catch (error) {
      fail(
        message,
        `Got unwanted exception.\nActual message: "${(error as Error)?.message}"`,
        error,
        undefined,
        "doesNotThrow",
      );
    }
  },
  async doesNotReject(promise: Promise<unknown> | (() => Promise<unknown>), message?: Message) {
    try {
      await (typeof promise === "function" ? promise() : promise);
    } catch (error) {
      fail(
        message,
        `Got unwanted rejection.\nActual message: "${(error as Error)?.message}"`,
        error,
        undefined,
        "doesNotReject",
      );
    }
  },
  ifError(value: unknown) {
    if (value === null || value === undefined) return;
    fail(
      undefined,
      `ifError got unwanted exception: ${value instanceof Error ? value.message : inspect(value)}`,
      value,
      null,
      "ifError",
    );
  },
  match(text: string, pattern: RegExp, message?: Message) {
    if (typeof text !== "string" || !pattern.test(text)) {
      fail(
        message,
        `The input did not match the regular expression ${inspect(pattern)}. Input:\n\n${inspect(text)}\n`,
        text,
        pattern,
        "match",
      );
    }
  },
  doesNotMatch(text: string, pattern: RegExp, message?: Message) {
    if (typeof text === "string" && pattern.test(text)) {
      fail(
        message,
        `The input was expected to not match the regular expression ${inspect(pattern)}. Input:\n\n${inspect(text)}\n`,
        text,
        pattern,
        "doesNotMatch",
      );
    }
  },
  strictEqual(actual: unknown, expected: unknown, message?: Message) {
    if (!Object.is(actual, expected)) {
      fail(
        message,
        `Expected values to be strictly equal:\n\n${inspect(actual)} !== ${inspect(expected)}\n`,
        actual,
        expected,
        "strictEqual",
      );
    }
  },
  notStrictEqual(actual: unknown, expected: unknown, message?: Message) {
    if (Object.is(actual, expected)) {
      fail(
        message,
        `Expected "actual" to be strictly unequal to: ${inspect(expected)}`,
        actual,
        expected,
        "notStrictEqual",
      );
    }
  },
  deepStrictEqual(actual: unknown, expected: unknown, message?: Message) {
    if (!isDeepEqual(actual, expected)) {
      fail(
        message,
        compared("Expected values to be strictly deep-equal:", actual, expected),
        actual,
        expected,
        "deepStrictEqual",
      );
    }
  },
  notDeepStrictEqual(actual: unknown, expected: unknown, message?: Message) {
    if (isDeepEqual(actual, expected)) {
      fail(
        message,
        `Expected "actual" not to be strictly deep-equal to: ${inspect(expected)}`,
        actual,
        expected,
        "notDeepStrictEqual",
      );
    }
  },
};

const loose = {
  equal(actual: unknown, expected: unknown, message?: Message) {
    if (!isLooselyEqual(actual, expected))
      fail(message, `${inspect(actual)} == ${inspect(expected)}`, actual, expected, "==");
  },
  notEqual(actual: unknown, expected: unknown, message?: Message) {
    if (isLooselyEqual(actual, expected))
      fail(message, `${inspect(actual)} != ${inspect(expected)}`, actual, expected, "!=");
  },
  deepEqual(actual: unknown, expected: unknown, message?: Message) {
    if (!isDeepEqual(actual, expected, false)) {
      fail(
        message,
        compared("Expected values to be loosely deep-equal:", actual, expected),
        actual,
        expected,
        "deepEqual",
      );
    }
  },
  notDeepEqual(actual: unknown, expected: unknown, message?: Message) {
    if (isDeepEqual(actual, expected, false)) {
      fail(
        message,
        `Expected "actual" not to be loosely deep-equal to: ${inspect(expected)}`,
        actual,
        expected,
        "notDeepEqual",
      );
    }
  },
};

/** `==` on what tests compare: objects by identity, everything else as {@link isDeepEqual} does loosely. */
function isLooselyEqual(a: unknown, b: unknown): boolean {
  const areObjects = typeof a === "object" && a !== null && typeof b === "object" && b !== null;
  return areObjects ? a === b : isDeepEqual(a, b, false);
}

const strictFace = {
  equal: common.strictEqual,
  notEqual: common.notStrictEqual,
  deepEqual: common.deepStrictEqual,
  notDeepEqual: common.notDeepStrictEqual,
};

const strict = Object.assign((value?: unknown, message?: Message) => ok(value, message), common, strictFace);
const assert = Object.assign((value?: unknown, message?: Message) => ok(value, message), common, loose, {
  strict,
});
Object.assign(strict, { strict });

export const assertModule = moduleFace(assert);
export const assertStrictModule = moduleFace(strict);
