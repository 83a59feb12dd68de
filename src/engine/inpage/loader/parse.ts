import { type ParserOptions, parse as parseWithBabel } from "@babel/parser";
import { Refusal } from "./refusal.ts";
import { type FaultGoal, judge } from "./syntax-faults.ts";
import type { File } from "./syntax-tree.ts";

export interface ParsedSource {
  readonly file: File;
  /** See `Verdict.suspicion`. */
  readonly suspicion: Refusal | undefined;
}

/** "script" is CommonJS, where `return` may stand outside of functions. Throws `Refusal`. */
export function parse(text: string, goal: FaultGoal): ParsedSource {
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
    const { refusal, suspicion } = judge([firstError(text, options) ?? error, error], text, goal);
    throw refusal ?? suspicion ?? unnamedFault(error, goal);
  }
  const { refusal, suspicion } = judge(file.errors ?? [], text, goal);
  if (refusal !== undefined) throw refusal;
  return { file, suspicion };
}

/** A fault for which neither of Node's parsers has known words. */
function unnamedFault(error: unknown, goal: FaultGoal): unknown {
  if (!(error instanceof Error) || !("pos" in error) || typeof error.pos !== "number") return error;
  const message = error.message.replace(/\s*\(\d+:\d+\)$/, "");
  const code = goal.typescript ? "ERR_INVALID_TYPESCRIPT_SYNTAX" : undefined;
  return new Refusal(code, message, error.pos, error.pos + 1);
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
