import { isJson, isXml, type MediaType } from "./media-type.ts";

const PRESCAN_BYTES = 1024;

/**
 * The text of a response, as a browser reads it: a byte order mark first, then the header's charset, then a
 * page's own `<meta charset>`; else UTF-8 when it is valid UTF-8, and windows-1252 when it is not.
 */
export function decodeText(bytes: Uint8Array, type: MediaType | undefined): string {
  return decoderFor(bytes, type).decode(bytes);
}

function decoderFor(bytes: Uint8Array, type: MediaType | undefined): TextDecoder {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return new TextDecoder("utf-8");
  if (a === 0xfe && b === 0xff) return new TextDecoder("utf-16be");
  if (a === 0xff && b === 0xfe) return new TextDecoder("utf-16le");
  if (type !== undefined && isJson(type)) return new TextDecoder("utf-8");
  const named =
    known(type?.parameters.get("charset")) ?? (canDeclare(type) ? known(declared(bytes)) : undefined);
  if (named !== undefined) return named;
  return isUtf8(bytes) ? new TextDecoder("utf-8") : new TextDecoder("windows-1252");
}

function known(label: string | undefined): TextDecoder | undefined {
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label);
  } catch {
    return undefined;
  }
}

function canDeclare(type: MediaType | undefined): boolean {
  return type === undefined || type.essence === "text/html" || isXml(type);
}

/** HTML §13.2.3.2, as far as pages use it: a `<meta>` with a charset in the first kilobyte. UTF-16 means UTF-8 there. */
function declared(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder("windows-1252").decode(bytes.subarray(0, PRESCAN_BYTES));
  const visible = start.replace(/<!--[\s\S]*?-->/g, "");
  const label =
    /<meta[^>]+charset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(visible)?.[1] ??
    /^<\?xml[^>]+encoding\s*=\s*["']([^"']+)["']/i.exec(visible)?.[1];
  return label !== undefined && /^utf-?16/i.test(label) ? "utf-8" : label;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
