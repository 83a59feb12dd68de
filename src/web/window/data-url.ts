/** A `data:` URL of bytes. `type` is a media type as a server sends it; parameters are kept. */
export function dataUrl(bytes: Uint8Array, type: string): string {
  return `data:${type.replace(/[\s,]+/g, "")};base64,${base64(bytes)}`;
}

/** A `data:` URL of text, as UTF-8. */
export function textDataUrl(text: string, essence: string): string {
  return dataUrl(new TextEncoder().encode(text), `${essence};charset=utf-8`);
}

const PIECE_BYTES = 0x8000;

function base64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(at, at + PIECE_BYTES));
  }
  return btoa(binary);
}
