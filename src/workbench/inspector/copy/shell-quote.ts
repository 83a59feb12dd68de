/** What needs no quotes in any shell. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/**
 * Bytes as one word of a shell's command line: `text` has one character for each byte. What is UTF-8 stands in single
 * quotes, in which no character but the quote itself means anything; what is not, in bash's `$'…'` as escapes.
 */
export function shellQuote(text: string): string {
  const readable = asUtf8(text);
  if (readable === undefined) return ansiQuote(text);
  return PLAIN.test(readable) ? readable : `'${readable.replaceAll("'", `'\\''`)}'`;
}

/** Bytes for `printf`, which is in every shell: octal for all that is not a letter, digit or space. */
export function printfFormat(bytes: Uint8Array): string {
  let format = "";
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    format += /^[A-Za-z0-9 ]$/.test(character) ? character : `\\${byte.toString(8).padStart(3, "0")}`;
  }
  return `'${format}'`;
}

function ansiQuote(text: string): string {
  const escaped = text.replace(/[^ -~]|['\\]/g, (character) =>
    /['\\]/.test(character)
      ? `\\${character}`
      : `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  return `$'${escaped}'`;
}

/** The text that these bytes are in UTF-8; `undefined` when they are not. */
function asUtf8(text: string): string | undefined {
  if (!/[^\0-\x7f]/.test(text)) return text;
  try {
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
