import { NAME_VALUE_LIMIT_BYTES } from "../cookie.ts";
import { SessionError } from "../session-error.ts";

/** No more is looked at; Node itself refuses a request whose head is larger. */
export const VALUE_LIMIT_CHARACTERS = 16 * 1024;

/** What one cookie of that name has room for (RFC 6265bis §5.6). */
export function roomFor(name: string): number {
  return NAME_VALUE_LIMIT_BYTES - name.length;
}

export function tooLarge(name: string, characters: number, limit: number): SessionError {
  return new SessionError(
    "cookie-too-large",
    `The session takes ${characters} characters in cookie "${name}", and ${limit} is the most that fits. ` +
      "Keep ids in the session and the rest in a database, or keep sessions in a store.",
  );
}

/** The value without the quotes that some clients send back with it. */
export function unquoted(value: string): string {
  return value.length >= 2 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
}
