import type { CookieTerms, Decoded, DecodeRejection } from "./cookie-codec.ts";

export function rejected(reason: DecodeRejection): Decoded {
  return { outcome: "rejected", reason };
}

/**
 * Whether a cookie signed at that second still counts; undefined: it does. As itsdangerous has it, one that is
 * exactly as old as allowed does.
 */
export function judgeAge(signedAtSeconds: number, terms: CookieTerms): DecodeRejection | undefined {
  const ageSeconds = Math.floor(terms.nowMs / 1000) - signedAtSeconds;
  if (ageSeconds > terms.idleTimeoutMs / 1000) return "expired";
  if (ageSeconds < -terms.clockSkewMs / 1000) return "from-the-future";
  return undefined;
}
