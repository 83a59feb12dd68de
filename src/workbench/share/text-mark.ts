/**
 * Eight hexadecimal digits that differ, most likely, when the text does (FNV-1a). Against mistakes, not against malice.
 */
export function textMark(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, "0");
}
