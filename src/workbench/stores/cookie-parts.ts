import * as words from "../../words/en/stores.ts";

/** A cookie's value taken apart, for the eye: what is in it, and what protects it. Nothing has been checked yet. */
export interface CookieParts {
  readonly format: CookieFormat;
  /** What anyone who has the cookie can read; `undefined` when nobody can. */
  readonly payload: string | undefined;
  /** When it was signed, in milliseconds since 1970; `undefined` when it does not say. */
  readonly signedAtMs: number | undefined;
  readonly signature: string | undefined;
  /** What the signature is made over. */
  readonly signed: string | undefined;
}

export type CookieFormat = "itsdangerous" | "cookie-parser" | "cookie-session" | "sealed";

export const formatNames: Readonly<Record<CookieFormat, string>> = {
  itsdangerous: words.formFlask,
  "cookie-parser": words.formCookieParser,
  "cookie-session": words.formCookieSession,
  sealed: words.formSealed,
};

/** No sealed session is shorter: a nonce, a tag, and what every session has. */
const SHORTEST_SEALED_CHARACTERS = 100;
const UNPACKED_LIMIT_BYTES = 256 * 1024;

/**
 * Takes a value apart by its looks. `undefined`: it has none of these forms; a bare session id, say. `companion` is the value of
 * the cookie NAME.sig beside it, if there is one.
 */
export async function readCookieParts(
  name: string,
  value: string,
  companion: string | undefined,
): Promise<CookieParts | undefined> {
  const decoded = percentDecoded(value);
  return (
    readSigned(decoded) ??
    readWithCompanion(name, value, companion) ??
    (await readTimed(decoded)) ??
    readSealed(decoded)
  );
}

/** `s:VALUE.SIGNATURE` */
function readSigned(value: string): CookieParts | undefined {
  const dot = value.lastIndexOf(".");
  if (!value.startsWith("s:") || dot < 2) return undefined;
  const payload = value.slice(2, dot);
  return {
    format: "cookie-parser",
    payload,
    signedAtMs: undefined,
    signature: value.slice(dot + 1),
    signed: payload,
  };
}

/** Base64 of JSON, with the signature in a cookie of its own. */
function readWithCompanion(
  name: string,
  value: string,
  companion: string | undefined,
): CookieParts | undefined {
  if (companion === undefined) return undefined;
  const payload = jsonText(textOf(value));
  if (payload === undefined) return undefined;
  return {
    format: "cookie-session",
    payload,
    signedAtMs: undefined,
    signature: companion,
    signed: `${name}=${value}`,
  };
}

/** `PAYLOAD.TIMESTAMP.SIGNATURE`; a dot before it means that the payload is packed. */
async function readTimed(value: string): Promise<CookieParts | undefined> {
  const match = /^(\.?[\w+/=-]+)\.([\w-]{1,11})\.([\w-]{27})$/.exec(value);
  const [, packed = "", time = "", signature = ""] = match ?? [];
  if (match === null) return undefined;
  const payload = jsonText(packed.startsWith(".") ? await unpacked(packed.slice(1)) : textOf(packed));
  const seconds = bytesOfBase64(time)?.reduce((sum, byte) => sum * 256 + byte, 0);
  if (payload === undefined || seconds === undefined) return undefined;
  return {
    format: "itsdangerous",
    payload,
    signedAtMs: seconds * 1000,
    signature,
    signed: `${packed}.${time}`,
  };
}

function readSealed(value: string): CookieParts | undefined {
  if (value.length < SHORTEST_SEALED_CHARACTERS || !/^[1-9A][\w-]+$/.test(value)) return undefined;
  return {
    format: "sealed",
    payload: undefined,
    signedAtMs: undefined,
    signature: undefined,
    signed: undefined,
  };
}

/** The text, laid out, when it is JSON. */
function jsonText(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return undefined;
  }
}

function textOf(base64: string): string | undefined {
  const bytes = bytesOfBase64(base64);
  return bytes === undefined ? undefined : utf8(bytes);
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Either alphabet, with padding or without. `undefined` when it is none. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const standard = text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
    return Uint8Array.from(atob(standard), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

async function unpacked(base64: string): Promise<string | undefined> {
  const bytes = bytesOfBase64(base64);
  if (bytes === undefined) return undefined;
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let length = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length;
      if (length > UNPACKED_LIMIT_BYTES) {
        await reader.cancel();
        return undefined;
      }
      text += decoder.decode(next.value, { stream: true });
    }
    return text + decoder.decode();
  } catch {
    return undefined;
  }
}

function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
