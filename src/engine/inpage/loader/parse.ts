import { type ParserOptions, parse as parseWithBabel } from "@babel/parser";
import { refusalOf } from "./syntax-faults.ts";
import type { File } from "./syntax-tree.ts";

export interface ParseGoal {
  readonly typescript: boolean;
  /** "script": CommonJS, where `return` may stand outside of functions. */
  readonly sourceType: "module" | "script";
}

/** Throws `Refusal`. */
export function parse(text: string, goal: ParseGoal): File {
  const options: ParserOptions = {
    sourceType: goal.sourceType === "script" ? "commonjs" : "module",
    createParenthesizedExpressions: true,
    attachComment: false,
    plugins: goal.typescript ? ["typescript", "decorators", "decoratorAutoAccessors"] : [],
    errorRecovery: true,
  };
  let file: ReturnType<typeof parseWithBabel>;
  try {
    file = parseWithBabel(text, options);
  } catch (error) {
    throw refusalOf(error, text, goal.typescript);
  }
  const [first] = file.errors ?? [];
  if (first !== undefined) throw refusalOf(first, text, goal.typescript);
  return file;
}
