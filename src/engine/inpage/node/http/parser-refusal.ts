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

/** A path, a whole address, or `*`, in ASCII. CONNECT has a host instead. */
function isTarget(method: string, target: string): boolean {
  return /^[!-~]+$/.test(target) && (method === "CONNECT" || /^(?:\/|\*$|[a-z]+:\/\/)/i.test(target));
}

/** One length at most, and none beside chunks: else two servers could see two requests (RFC 9112 §6.3). */
function areSound(headers: readonly HeaderPair[]): boolean {
  const valuesOf = (field: string) =>
    headers.filter(([name]) => name.toLowerCase() === field).map(([, value]) => value);
  const lengths = valuesOf("content-length");
  if (lengths.length > 1 || !lengths.every((length) => /^\d+$/.test(length))) return false;
  if (lengths.length === 1 && valuesOf("transfer-encoding").length > 0) return false;
  return headers.every(([name, value]) => isToken(name) && !hasBadCharacter(value));
}
