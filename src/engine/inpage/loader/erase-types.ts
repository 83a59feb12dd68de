import { parse } from "./parse.ts";
import { eraseTree } from "./type-eraser.ts";

/**
 * TypeScript to JavaScript: types become spaces, every other byte stays, as Node's `stripTypeScriptTypes` has
 * it. Throws `Refusal`, with Node's message and code, for what is no program or cannot be erased.
 */
export function eraseTypes(source: string): string {
  const text = source.startsWith("\ufeff") ? source.slice(1) : source;
  return eraseTree(parse(text, { typescript: true, sourceType: "module" }).file, text, "bytes");
}
