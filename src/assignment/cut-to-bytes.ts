/** As much of a text from its beginning as UTF-8 writes in so many bytes. No letter is cut through. */
export function cutToBytes(text: string, limitBytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(limitBytes));
  return text.slice(0, read);
}
