import { Buffer } from "node:buffer";

/** What fits is worked on in one place: new buffers for each request make more work than they hold. */
const scratch = Buffer.alloc(16 * 1024);

/** UTF-8, then base64. */
export function toBase64(text: string, alphabet: "base64" | "base64url"): string {
  // A letter takes up to three bytes.
  if (text.length * 3 > scratch.length) return Buffer.from(text, "utf8").toString(alphabet);
  return scratch.toString(alphabet, 0, scratch.write(text, 0, "utf8"));
}

/** The way back. What is not base64 is left out, and what is not UTF-8 becomes U+FFFD. */
export function fromBase64(text: string, alphabet: "base64" | "base64url"): string {
  if (text.length > scratch.length) return Buffer.from(text, alphabet).toString("utf8");
  return scratch.toString("utf8", 0, scratch.write(text, 0, alphabet));
}
