/**
 * Bytes as text with one character for each, and back. `TextDecoder("latin1")` is not that: the standard makes it
 * windows-1252, which maps some bytes elsewhere.
 */
export function textOfBytes(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Of each character the low byte. */
export function bytesOfText(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}
