import type { FaultContext } from "./fault-context.ts";

type Message = string | ((context: FaultContext) => string);

const EXPRESSION = "Expression expected";
const NO_TARGET = "The left-hand side of an assignment expression must be a variable or a property access.";

/**
 * What Node's type stripper says of Babel's errors, by their `reasonCode`. What is not here the stripper lets
 * pass, and V8 finds it afterwards.
 */
const messages: Readonly<Record<string, Message>> = {
  UnexpectedToken: unexpected,
  MissingSemicolon: missingSemicolon,
  UnterminatedString: "Unterminated string constant",
  UnterminatedTemplate: "Unterminated template",
  UnterminatedRegExp: ({ text, at }) => (text[at - 2] === "<" ? EXPRESSION : "Unterminated regexp literal"),
  UnterminatedComment: "Unterminated block comment",
  NoCatchOrFinally: "Expected a semicolon",
  NumberIdentifier: "Identifier cannot follow number",
  UnexpectedKeyword: "Expected ident",
  LetInLexicalBinding: "Unexpected token `let`. Expected let is reserved in const, let, class declaration",
  DeclarationMissingInitializer: ({ text, at }) =>
    /\bconst\b[^;]*$/.test(text.slice(0, at))
      ? "'const' declarations must be initialized"
      : "Destructuring bindings require initializers",
  IllegalReturn: "Return statement is not allowed here",
  IllegalBreakContinue: breakOrContinue,
  AwaitNotInAsyncContext: "await isn't allowed in non-async function",
  DuplicateConstructor: "A class can only have one constructor",
  MissingClassName: "Expected ident",
  UnexpectedNewTarget:
    "'new.target' is only allowed in the body of a function declaration, function expression, or class.",
  InvalidLhs: ({ text, at }) =>
    /^(?:[\w.$]+\+\+|[\w.$]+--|\d+\+\+)/.test(text.slice(at)) ? NO_TARGET : "Invalid assignment target",
  InvalidParenthesizedAssignment: NO_TARGET,
  InvalidLhsBinding: "Not a pattern",
  MixingCoalesceWithLogical:
    "Nullish coalescing operator(??) requires parens when mixing with logical operators",
  UnexpectedTokenUnaryExponentiation: "'**' cannot be applied to unary/await expression.",
  InvalidDigit: "Expected a hexadecimal digit",
  UnexpectedNumericSeparator: "A numeric separator is only allowed between two digits",
  InvalidEscapeSequence: "Bad character escape sequence, expected 1-6 hex characters",
  InvalidCodePoint: "Bad character escape sequence, expected 1-6 hex characters in the range 0 to 10FFFF.",
  MissingOneOfPlugins: EXPRESSION,
  UnsupportedDefaultExport: EXPRESSION,
  UnexpectedImportExport: "'import', and 'export' cannot be used outside of module code",
  ImportOutsideModule: "'import', and 'export' cannot be used outside of module code",
  NewlineAfterThrow: "LineBreak cannot follow 'throw'",
  StrictWith: "The 'with' statement is not supported. All symbols in a 'with' block will have type 'any'.",
  LabelRedeclaration: ({ token }) => `Label ${token.text} is already declared`,
  ElementAfterRest: ({ open }) =>
    open.at(-1) === "[" || open.at(-1) === "{"
      ? "Rest element must be final element"
      : "A rest parameter must be last in a parameter list",
  InvalidOrUnexpectedToken: ({ token }) => `Unexpected character '${token.text}'`,
  UnsupportedMetaProperty: "Unexpected token `;`. Expected meta",
  ImportCallArity: "`import()` requires exactly one or two arguments",
  ForInOfLoopInitializer: "Unexpected initializer in for in/of loop",
  IllegalLanguageModeDirective: "Illegal 'use strict' directive in function with non-simple parameter list.",
  DuplicateRegExpFlags: ({ text, at }) => `Duplicated regular expression flag '${text[at - 1]}'.`,
  MissingPlugin: NO_TARGET,
  OptionalChainingNoNew: "Constructor in/after an optional chaining is not allowed.",
  ConstructorIsAccessor: "Class constructor can't be an accessor.",
  ConstructorClassPrivateField: "Classes can't have a private field named '#constructor'.",
  UnexpectedLexicalDeclaration: ({ token }) =>
    token.text === "const" ? EXPRESSION : "Expected ';', '}' or <eof>",
  StrictFunction: "Declaration is not allowed",
  MultipleDefaultsInSwitch: "A switch block cannot have multiple defaults",
};

/** `undefined`: the stripper says nothing of it. */
export function stripperMessage(reason: string, context: FaultContext): string | undefined {
  const message = messages[reason];
  return typeof message === "function" ? message(context) : message;
}

function unexpected(context: FaultContext): string {
  const { expected, token, open, text, at } = context;
  const got = tokenName(context);
  if (expected === "}" && text.slice(0, at).includes("${"))
    return `Unexpected token \`${got}\`. Expected \`}\``;
  if (expected !== undefined)
    return `Expected '${expected === "from" && token.kind === "string" ? "," : expected}', got '${got}'`;
  const before = text.slice(0, at).trimEnd();
  if (/(?:^|[^.])\??\.$/.test(before) || /\.\.$/.test(before)) return "Expected ident";
  if (/\bfunction\s*\*?$/.test(before) && token.text === "(") return "Expected ident";
  if (/\bfrom$/.test(before)) return `Unexpected token \`${got}\`. Expected a string literal`;
  if (token.kind === "end" && /[;}]$/.test(before) && open.length > 0) {
    return open.some((bracket) => !bracket.endsWith("{"))
      ? "Expected ',', got '<eof>'"
      : "Expected '}', got '<eof>'";
  }
  if (/(?:^|\s)[@#]$/.test(before) || token.text === "#") return "Expected ident";
  if (before.endsWith(",") && context.declaration !== undefined && open.length === 0) {
    return "Trailing comma is not allowed";
  }
  if (open.at(-1) === "class{") {
    return token.kind === "name"
      ? "Unexpected token `ident`. Expected * for generator, private key, identifier or async"
      : `Unexpected token \`${got}\`. Expected identifier, string literal, numeric literal or [ for the computed key`;
  }
  if (token.text === "(" && before.endsWith("}")) return "Expected ';', '}' or <eof>";
  if (token.text === "else" && open.length > 0) return "Expected ';', '}' or <eof>";
  return EXPRESSION;
}

function missingSemicolon(context: FaultContext): string {
  if (context.declaration === undefined) return "Expected ';', '}' or <eof>";
  return context.declaration === "import"
    ? `Expected ';', got '${tokenName(context)}'`
    : "Expected a semicolon";
}

function tokenName({ token }: FaultContext): string {
  switch (token.kind) {
    case "end":
      return "<eof>";
    case "number":
      return "numeric literal";
    case "string":
      return "string literal";
    case "name":
      return "ident";
    default:
      return token.text;
  }
}

function breakOrContinue({ text, at }: FaultContext): string {
  const statement = text.slice(at);
  const labelled = /^(?:break|continue)[ \t]+[\p{ID_Start}$_]/u.test(statement);
  if (statement.startsWith("continue")) {
    return "A 'continue' statement can only jump to a label of an enclosing iteration statement";
  }
  return labelled
    ? "A 'break' statement can only jump to a label of an enclosing statement"
    : "A 'break' statement can only be used within an enclosing iteration or switch statement";
}
