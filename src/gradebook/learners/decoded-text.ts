export interface DecodedText {
  readonly text: string;
  /** Nothing in the bytes says so: they are only no UTF-8. */
  readonly isGuessed: boolean;
}

/** The text of a table that a spreadsheet saved: in UTF-8, in UTF-16 with its mark, and else in Windows-1252. */
export function decodedText(bytes: Uint8Array): DecodedText {
  const utf16 = utf16Of(bytes);
  if (utf16 !== undefined) return { text: new TextDecoder(utf16).decode(bytes), isGuessed: false };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), isGuessed: false };
  } catch {
    return { text: new TextDecoder("windows-1252").decode(bytes), isGuessed: true };
  }
}

function utf16Of([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : undefined;
}
