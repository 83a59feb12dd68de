import type { SourceText } from "./source-text.ts";
import { endOf, type Node } from "./syntax-tree.ts";

const PRECEDENCE: Readonly<Record<string, number>> = {
  "**": 15,
  "*": 14,
  "/": 14,
  "%": 14,
  "+": 13,
  "-": 13,
  "<<": 12,
  ">>": 12,
  ">>>": 12,
  "<": 11,
  "<=": 11,
  ">": 11,
  ">=": 11,
  in: 11,
  instanceof: 11,
  "==": 10,
  "!=": 10,
  "===": 10,
  "!==": 10,
  "&": 9,
  "^": 8,
  "|": 7,
  "&&": 6,
  "||": 5,
  "??": 4,
};

const OPERATOR =
  /(?:>>>|<<|>>|\*\*|===|!==|==|!=|<=|>=|&&|\|\||\?\?)(?!=)|[*/%+\-<>&^|](?!=)|(?:instanceof|in)(?![\p{ID_Continue}$])/uy;

/** `a + b as T * c`: without the assertion, `b` would belong to the other operator. */
export function assertionHoldsOperands(assertion: Node, source: SourceText): boolean {
  const next = operatorAt(source, source.tokenFrom(endOf(assertion)));
  const inner = operatorOf(assertion);
  if (next === undefined || inner === undefined) return false;
  const nextRank = PRECEDENCE[next] ?? 0;
  const innerRank = PRECEDENCE[inner] ?? 0;
  return nextRank > innerRank || (nextRank === innerRank && (next === "**" || inner === "**"));
}

function operatorAt(source: SourceText, offset: number): string | undefined {
  if (source.text.startsWith("++", offset) || source.text.startsWith("--", offset)) return undefined;
  OPERATOR.lastIndex = offset;
  return OPERATOR.exec(source.text)?.[0];
}

function operatorOf(assertion: Node): string | undefined {
  let inner: Node = assertion;
  while (inner.type === "TSAsExpression" || inner.type === "TSSatisfiesExpression") inner = inner.expression;
  return inner.type === "BinaryExpression" || inner.type === "LogicalExpression" ? inner.operator : undefined;
}
