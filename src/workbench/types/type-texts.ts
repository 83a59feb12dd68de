import type ts from "typescript";

/** What TypeScript says in pieces, as one text. Links in comments lose their markup. */
export function partsText(parts: readonly ts.SymbolDisplayPart[] | undefined): string {
  if (parts === undefined) return "";
  return parts.map(({ kind, text }) => (kind === "link" ? "" : text)).join("");
}
