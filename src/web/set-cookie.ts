import { parseDate } from "tough-cookie";
import * as words from "../words/en/cookie-reasons.ts";

/** RFC 6265bis §5.6: name and value together, in bytes. */
export const COOKIE_LIMIT_BYTES = 4096;
/** RFC 6265bis §5.6: one attribute's value, in bytes. Longer ones are ignored. */
export const ATTRIBUTE_LIMIT_BYTES = 1024;

/** A `Set-Cookie` line as a browser reads it; the last of several equal attributes counts. */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  readonly expiresMs: number | undefined;
  readonly expiresText: string | undefined;
  readonly maxAgeSeconds: number | undefined;
  /** Lower case, without one leading dot. Empty or absent: host-only. */
  readonly domain: string | undefined;
  /** `undefined`: the default path is meant (no attribute, or one that does not start with `/`). */
  readonly path: string | undefined;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: "strict" | "lax" | "none" | "default";
  readonly partitioned: boolean;
}

/** The line was ignored as a whole; `reason` says why to a learner. */
export interface UnreadableSetCookie {
  readonly name: string;
  readonly value: string;
  readonly reason: string;
  readonly source: string;
}

/**
 * Length in bytes of a string that is one character for each byte. Text with other characters (a vector, a
 * careless engine) counts as UTF-8.
 */
export function byteLength(text: string): number {
  return Array.prototype.some.call(text, (character: string) => character.charCodeAt(0) > 0xff)
    ? new TextEncoder().encode(text).length
    : text.length;
}

function control(code: number): boolean {
  return (code < 0x20 && code !== 0x09) || code === 0x7f;
}

/** Spaces and tabs only: other Unicode blanks are part of a value. */
function trim(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, "");
}

/** RFC 6265bis §5.6, all attributes with §5.6.1 to §5.6.7. */
export function parseSetCookie(line: string): SetCookie | UnreadableSetCookie {
  const [pair = "", ...attributes] = line.split(";");
  const equals = pair.indexOf("=");
  const name = equals === -1 ? "" : trim(pair.slice(0, equals));
  const value = trim(equals === -1 ? pair : pair.slice(equals + 1));

  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (control(code)) {
      const shown = `0x${code.toString(16).padStart(2, "0")}`;
      return {
        name,
        value,
        reason: words.controlCharacter(shown),
        source: "RFC 6265bis §5.6 step 1",
      };
    }
  }
  if (name === "" && value === "") {
    return { name, value, reason: words.nothingInIt, source: "RFC 6265bis §5.7 step 2" };
  }
  const bytes = byteLength(name) + byteLength(value);
  if (bytes > COOKIE_LIMIT_BYTES) {
    return {
      name,
      value,
      reason: words.tooLong(bytes, COOKIE_LIMIT_BYTES),
      source: "RFC 6265bis §5.6 step 5",
    };
  }

  const read = {
    expiresMs: undefined as number | undefined,
    expiresText: undefined as string | undefined,
    maxAgeSeconds: undefined as number | undefined,
    domain: undefined as string | undefined,
    path: undefined as string | undefined,
    secure: false,
    httpOnly: false,
    sameSite: "default" as SetCookie["sameSite"],
    partitioned: false,
  };
  for (const attribute of attributes) {
    const at = attribute.indexOf("=");
    const key = trim(at === -1 ? attribute : attribute.slice(0, at)).toLowerCase();
    const text = at === -1 ? "" : trim(attribute.slice(at + 1));
    if (byteLength(text) > ATTRIBUTE_LIMIT_BYTES) continue;
    switch (key) {
      case "expires": {
        const date = parseDate(text);
        if (date === undefined) break;
        read.expiresMs = date.getTime();
        read.expiresText = text;
        break;
      }
      case "max-age":
        if (/^-?[0-9]+$/.test(text)) read.maxAgeSeconds = Number(text);
        break;
      case "domain":
        read.domain = text.replace(/^\./, "").toLowerCase();
        break;
      case "path":
        read.path = text.startsWith("/") ? text : undefined;
        break;
      case "secure":
        read.secure = true;
        break;
      case "httponly":
        read.httpOnly = true;
        break;
      case "samesite": {
        const wanted = text.toLowerCase();
        read.sameSite = wanted === "strict" || wanted === "lax" || wanted === "none" ? wanted : "default";
        break;
      }
      case "partitioned":
        read.partitioned = true;
        break;
    }
  }
  return { name, value, ...read };
}
