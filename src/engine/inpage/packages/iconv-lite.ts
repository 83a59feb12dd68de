// Stands for iconv-lite in the engine's bundles: its tables are larger than Express. Body parsers use only
// these few functions.

const DECODERS: Readonly<Record<string, string>> = {
  utf8: "utf-8",
  utf16: "utf-16le",
  utf16le: "utf-16le",
  ucs2: "utf-16le",
  utf16be: "utf-16be",
  latin1: "latin1",
  binary: "latin1",
  iso88591: "latin1",
  ascii: "ascii",
  usascii: "ascii",
  windows1252: "windows-1252",
};

function canonical(encoding: string): string {
  return encoding.toLowerCase().replace(/[^a-z0-9]/g, "");
}

export function encodingExists(encoding: string): boolean {
  return Object.hasOwn(DECODERS, canonical(encoding));
}

/** Throws for what the engine does not have, and names what it has. */
export function getDecoder(encoding: string): { write(bytes: Uint8Array): string; end(): string } {
  const name = DECODERS[canonical(encoding)];
  if (name === undefined) throw notHere(encoding);
  // The web's "latin1" and "ascii" are windows-1252; iconv-lite's keep every byte as it is, or cut it to 7 bits.
  if (name === "latin1" || name === "ascii") {
    const mask = name === "ascii" ? 0x7f : 0xff;
    return { write: (bytes) => singleBytes(bytes, mask), end: () => "" };
  }
  const decoder = new TextDecoder(name);
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}

export function decode(bytes: Uint8Array, encoding: string): string {
  const decoder = getDecoder(encoding);
  return decoder.write(bytes) + decoder.end();
}

function singleBytes(bytes: Uint8Array, mask: number): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte & mask);
  return text;
}

function notHere(encoding: string): Error {
  return new Error(
    `Encoding not recognized: '${encoding}' (the page's engine decodes UTF-8, UTF-16, ISO-8859-1, windows-1252 and ASCII)`,
  );
}
