import type { HeaderPair } from "../../../../web/http.ts";
import { hasBadCharacter, isToken } from "./header-rules.ts";
import { METHODS } from "./status-codes.ts";

/** What a server takes of a request's head. */
export interface HeadLimits {
  /** Target, names and values together; one byte less than this is taken. */
  readonly maxHeaderSize: number;
  /** `null`: Node's own. 0: any. */
  readonly maxHeadersCount: number | null;
}

const DEFAULT_MAX_HEADERS_COUNT = 1000;
/** The parser counts in 64 bits. */
const MOST_BYTES = 2n ** 64n - 1n;
const methods: ReadonlySet<string> = new Set(METHODS);

/** The status with which Node's parser turns a request away before a program sees it; `undefined`: it does not. */
export function parserRefusal(
  request: { readonly method: string; readonly target: string; readonly headers: readonly HeaderPair[] },
  limits: HeadLimits,
): 400 | 431 | undefined {
  const { method, target, headers } = request;
  if (!methods.has(method) || !isTarget(method, target) || !areSound(headers)) return 400;
  const bytes = headers.reduce((sum, [name, value]) => sum + name.length + value.length, target.length);
  const most = limits.maxHeadersCount ?? DEFAULT_MAX_HEADERS_COUNT;
  return bytes >= limits.maxHeaderSize || (most > 0 && headers.length > most) ? 431 : undefined;
}

/** A path, a whole address, or what begins with `*`, in ASCII. CONNECT has a host instead. */
function isTarget(method: string, target: string): boolean {
  if (!/^[!-~]+$/.test(target)) return false;
  const host = method === "CONNECT" ? target : /^[a-z]+:\/\/(.*)$/i.exec(target)?.[1];
  return host === undefined ? /^[/*]/.test(target) : /^[^"#<>\\^`{|}/?]*(?:[/?]|$)/.test(host);
}

/** One length at most, and none beside chunks: else two servers could see two requests (RFC 9112 §6.3). */
function areSound(headers: readonly HeaderPair[]): boolean {
  const valuesOf = (field: string) =>
    headers.filter(([name]) => name.toLowerCase() === field).map(([, value]) => value);
  const lengths = valuesOf("content-length");
  if (lengths.length > 1 || !lengths.every(isLength)) return false;
  if (lengths.length === 1 && valuesOf("transfer-encoding").length > 0) return false;
  return headers.every(([name, value]) => isToken(name) && !hasBadCharacter(value));
}

function isLength(text: string): boolean {
  return /^\d+$/.test(text) && BigInt(text) <= MOST_BYTES;
}
