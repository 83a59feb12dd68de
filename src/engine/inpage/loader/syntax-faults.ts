import { Refusal } from "./refusal.ts";

/** Babel's error in the words of Node: those of its type stripper for TypeScript, of V8 for JavaScript. */
export function refusalOf(error: unknown, text: string, typescript: boolean): Refusal {
  void text;
  if (!(error instanceof Error) || !("pos" in error) || typeof error.pos !== "number") throw error;
  return new Refusal(
    typescript ? "ERR_INVALID_TYPESCRIPT_SYNTAX" : undefined,
    error.message,
    error.pos,
    error.pos + 1,
  );
}
