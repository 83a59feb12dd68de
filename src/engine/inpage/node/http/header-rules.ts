import { nodeError } from "../node-error.ts";

const TOKEN = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;
const BAD_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

/** Throws ERR_INVALID_HTTP_TOKEN (RFC 9110 §5.6.2). */
export function validateHeaderName(name: unknown, label = "Header name"): asserts name is string {
  if (typeof name !== "string" || name === "" || !TOKEN.test(name)) {
    throw nodeError(
      TypeError,
      "ERR_INVALID_HTTP_TOKEN",
      `${label} must be a valid HTTP token ["${String(name)}"]`,
    );
  }
}

/** Throws ERR_HTTP_INVALID_HEADER_VALUE or ERR_INVALID_CHAR. */
export function validateHeaderValue(name: string, value: unknown): void {
  if (value === undefined) {
    throw nodeError(
      TypeError,
      "ERR_HTTP_INVALID_HEADER_VALUE",
      `Invalid value "undefined" for header "${name}"`,
    );
  }
  if (hasBadCharacter(value)) throw invalidChar("header content", name);
}

export function invalidChar(what: string, name?: string): Error {
  const where = name === undefined ? "" : ` ["${name}"]`;
  return nodeError(TypeError, "ERR_INVALID_CHAR", `Invalid character in ${what}${where}`);
}

/** An array is judged by its joined text, as Node does. */
export function hasBadCharacter(value: unknown): boolean {
  return BAD_VALUE.test(String(value));
}

export function headersSent(verb: string): Error {
  return nodeError(
    Error,
    "ERR_HTTP_HEADERS_SENT",
    `Cannot ${verb} headers after they are sent to the client`,
  );
}

export function isToken(text: string): boolean {
  return TOKEN.test(text);
}
