import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { CookieParts } from "./cookie-parts.ts";

/** What holds with a secret: who would make such a signature, or nothing. */
export interface SignatureCheck {
  /** "Flask" for one; `undefined`: the secret did not make this signature. */
  readonly madeBy: string | undefined;
}

const utf8 = new TextEncoder();

/** Checks the signature with a secret. `undefined` for a cookie that has none. In plain script: WebCrypto wants https. */
export function checkSignature(
  { format, signature, signed }: CookieParts,
  secret: string,
): SignatureCheck | undefined {
  if (signature === undefined || signed === undefined) return undefined;
  const key = utf8.encode(secret);
  const text = utf8.encode(signed);
  switch (format) {
    case "cookie-parser":
      return { madeBy: base64(hmac(sha256, key, text)) === signature ? "cookie-parser" : undefined };
    case "cookie-session":
      return { madeBy: base64url(hmac(sha1, key, text)) === signature ? "cookie-session" : undefined };
    case "itsdangerous": {
      const flask = hmac(sha1, key, utf8.encode("cookie-session"));
      if (base64url(hmac(sha1, flask, text)) === signature) return { madeBy: "Flask" };
      const starlette = sha1(utf8.encode(`itsdangerous.Signersigner${secret}`));
      return { madeBy: base64url(hmac(sha1, starlette, text)) === signature ? "Starlette" : undefined };
    }
    case "sealed":
      return undefined;
  }
}

/** Without padding. */
function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/=+$/, "");
}

function base64url(bytes: Uint8Array): string {
  return base64(bytes).replaceAll("+", "-").replaceAll("/", "_");
}
