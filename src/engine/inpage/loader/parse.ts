import { type ParserOptions, parse as parseWithBabel } from "@babel/parser";
import { type FaultGoal, refusalOf } from "./syntax-faults.ts";
import type { File } from "./syntax-tree.ts";

/** "script" is CommonJS, where `return` may stand outside of functions. Throws `Refusal`. */
export function parse(text: string, goal: FaultGoal): File {
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
    throw refusalOf([firstError(text, options) ?? error], text, goal);
  }
  const refusal = refusalOf(file.errors ?? [], text, goal);
  if (refusal !== undefined) throw refusal;
  return file;
}

/** What cannot be mended hides what was mended before it. */
function firstError(text: string, options: ParserOptions): unknown {
  try {
    parseWithBabel(text, { ...options, errorRecovery: false });
    return undefined;
  } catch (error) {
    return error;
  }
}
