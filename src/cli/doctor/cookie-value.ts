/** What can be said of a session cookie from several of its values, each from a new session. */
export interface ValueJudgement {
  /** An upper bound of the random bits in an id; undefined: it is no id. */
  readonly bits: number | undefined;
  /** The session itself stands in it, for everybody to read. */
  readonly isReadable: boolean;
}

export function judgeValues(values: readonly string[]): ValueJudgement {
  const plain = values.map(decoded);
  if (plain.some(isReadable)) return { bits: undefined, isReadable: true };
  return { bits: randomBits(plain.map(withoutSignature)), isReadable: false };
}

/** Another value of the same shape: letters for letters, digits for digits. Random, so it is nobody's. */
export function madeUpLike(value: string): string {
  return value.replace(/[A-Za-z0-9]/g, (letter, at: number) => {
    // What marks the form of the value, as "s%3A" does, stays.
    if (value[at - 1] === "%" || value[at - 2] === "%" || (at === 0 && value.startsWith("s%3A")))
      return letter;
    if (/[0-9]/.test(letter)) return String(Math.floor(Math.random() * 10));
    const isHex = /^[0-9a-f%.:-]+$/i.test(value);
    const first = letter >= "a" ? 97 : 65;
    return String.fromCharCode(first + Math.floor(Math.random() * (isHex ? 6 : 26)));
  });
}

/** The same value with one letter changed in the middle, where no padding is. */
export function tampered(value: string): string {
  const at = Math.floor(value.length / 2);
  const letters = [...value];
  for (let offset = 0; offset < letters.length; offset += 1) {
    const index = (at + offset) % letters.length;
    const letter = letters[index] ?? "";
    if (!/[A-Za-z0-9]/.test(letter) || letters[index - 1] === "%" || letters[index - 2] === "%") continue;
    letters[index] = letter === "a" ? "b" : /[0-9]/.test(letter) ? (letter === "0" ? "1" : "0") : "a";
    break;
  }
  return letters.join("");
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Base64 of JSON, in whole or before a signature: cookie-session, Flask, Starlette, JSON Web Tokens. */
function isReadable(value: string): boolean {
  const parts = value.replace(/^\./, "").split(".");
  return parts.slice(0, 2).some((part) => {
    if (part.length < 4) return false;
    const text = Buffer.from(part, "base64").toString("utf8");
    return /^\s*[{[]/.test(text) && !text.includes("\uFFFD");
  });
}

/** express-session: "s:" id "." signature. The signature says nothing that the id does not. */
function withoutSignature(value: string): string {
  return /^s:([^.]+)\./.exec(value)?.[1] ?? value;
}

/**
 * At most so many: positions where all values agree are no chance, and the others are counted with the smallest
 * usual alphabet that holds what was seen. Guessable ids with many letters are not found out by this.
 */
function randomBits(values: readonly string[]): number {
  const length = Math.min(...values.map((value) => value.length));
  const varying: string[] = [];
  for (let at = 0; at < length; at += 1) {
    const letters = new Set(values.map((value) => value[at] ?? ""));
    if (letters.size > 1) varying.push(...letters);
  }
  const count = Array.from({ length }, (_, at) => new Set(values.map((value) => value[at])).size > 1).filter(
    Boolean,
  ).length;
  const seen = varying.join("");
  const bitsPerLetter = /^[0-9]*$/.test(seen)
    ? Math.log2(10)
    : /^[0-9a-f-]*$/.test(seen) || /^[0-9A-F-]*$/.test(seen)
      ? 4
      : 6;
  return Math.floor(count * bitsPerLetter);
}
