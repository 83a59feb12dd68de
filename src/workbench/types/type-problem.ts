import ts from "typescript";
import type { TypeProblem } from "./type-answers.ts";

/** "This syntax is not allowed when 'erasableSyntaxOnly' is enabled." */
const NOT_ERASABLE = 1294;

/** Node's own reason, in place of the name of an option that no learner has set. */
const notErasableText =
  "Node does not run this: it only takes the types away, and an enum, a namespace or a parameter property needs code in its place. Use an object or a union of strings, a module, or a field.";

/** A diagnostic as plain data, or `undefined` when it is about no file. */
export function problemOf(path: string, diagnostic: ts.Diagnostic): TypeProblem | undefined {
  const { file, start, length = 0, code, messageText } = diagnostic;
  if (file === undefined || start === undefined) return undefined;
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return {
    path,
    from: start,
    to: start + length,
    line: line + 1,
    column: character + 1,
    kind: diagnostic.reportsUnnecessary === undefined ? "error" : "unused",
    message: code === NOT_ERASABLE ? notErasableText : ts.flattenDiagnosticMessageText(messageText, "\n"),
  };
}
