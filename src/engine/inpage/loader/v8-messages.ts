import type { FaultContext } from "./fault-context.ts";

type Message = string | ((context: FaultContext) => string);

const INVALID = "Invalid or unexpected token";
const declared = ({ token }: FaultContext) => `Identifier '${token.text}' has already been declared`;
const undeclaredPrivate = ({ text, at }: FaultContext) => {
  const from = text[at] === "#" ? at : text.lastIndexOf("#", at);
  return `Private field '${/^#[\p{ID_Continue}$]*/u.exec(text.slice(from))?.[0]}' must be declared in an enclosing class`;
};

/** What V8 says of Babel's errors, by their `reasonCode`. */
const messages: Readonly<Record<string, Message>> = {
  UnexpectedToken: unexpected,
  MissingSemicolon: unexpected,
  MissingClassName: ({ text, at }) => `Unexpected token '${text.slice(at).trimStart()[0]}'`,
  UnterminatedString: INVALID,
  UnterminatedTemplate: "Unexpected end of input",
  UnterminatedRegExp: "Invalid regular expression: missing /",
  UnterminatedComment: INVALID,
  InvalidOrUnexpectedToken: INVALID,
  NumberIdentifier: INVALID,
  InvalidDigit: INVALID,
  MissingOneOfPlugins: ({ token }) => (token.text === "@" ? INVALID : `Unexpected token '${token.text}'`),
  MissingPlugin: "Invalid left-hand side in assignment",
  NoCatchOrFinally: "Missing catch or finally after try",
  UnexpectedKeyword: ({ token }) => `Unexpected token '${token.text}'`,
  UnexpectedReservedWord: ({ token }) =>
    token.text === "enum" || token.text === "await"
      ? "Unexpected reserved word"
      : "Unexpected strict mode reserved word",
  LetInLexicalBinding: "let is disallowed as a lexically bound name",
  DeclarationMissingInitializer: ({ text, at }) =>
    /[}\]]\s*$/.test(text.slice(0, at))
      ? "Missing initializer in destructuring declaration"
      : "Missing initializer in const declaration",
  VarRedeclaration: declared,
  PrivateNameRedeclaration: ({ text, at }) =>
    `Identifier '${/#[\p{ID_Continue}$]*/u.exec(text.slice(at))?.[0]}' has already been declared`,
  IllegalReturn: "Illegal return statement",
  IllegalBreakContinue: breakOrContinue,
  AwaitNotInAsyncContext: ({ module }) =>
    module
      ? "Unexpected reserved word"
      : "await is only valid in async functions and the top level bodies of modules",
  DuplicateConstructor: "A class may only have one constructor",
  SuperNotAllowed: "'super' keyword unexpected here",
  UnexpectedSuper: "'super' keyword unexpected here",
  InvalidPrivateFieldResolution: undeclaredPrivate,
  DeletePrivateField: "Private fields can not be deleted",
  UnexpectedNewTarget: "new.target expression is not allowed here",
  InvalidLhs: ({ text, at }) =>
    /^[\w.$]+(?:\+\+|--)/.test(text.slice(at))
      ? /(?:\+\+|--)$/.test(text.slice(0, at))
        ? "Invalid left-hand side expression in prefix operation"
        : "Invalid left-hand side expression in postfix operation"
      : "Invalid left-hand side in assignment",
  InvalidParenthesizedAssignment: "Invalid left-hand side in assignment",
  InvalidLhsBinding: "Invalid destructuring assignment target",
  InvalidCoverInitializedName: "Invalid shorthand property initializer",
  MixingCoalesceWithLogical: ({ text, at }) =>
    `Unexpected token '${/\|\||&&|\?\?/.exec(text.slice(at))?.[0]}'`,
  UnexpectedTokenUnaryExponentiation:
    "Unary operator used immediately before exponentiation expression. Parenthesis must be used to disambiguate operator precedence",
  StrictOctalLiteral: ({ text, at }) =>
    /^0[0-7]+(?![\d])/.test(text.slice(at))
      ? "Octal literals are not allowed in strict mode."
      : "Decimals with leading zeros are not allowed in strict mode.",
  UnexpectedNumericSeparator: "Numeric separators are not allowed at the end of numeric literals",
  InvalidEscapeSequence: "Invalid Unicode escape sequence",
  InvalidCodePoint: "Undefined Unicode code-point",
  UnsupportedDefaultExport: unexpected,
  DuplicateExport: ({ token }) => `Duplicate export of '${token.text}'`,
  DuplicateDefaultExport: "Duplicate export of 'default'",
  ModuleExportUndefined: ({ token }) => `Export '${token.text}' is not defined in module`,
  UnexpectedImportExport: ({ token, text, at }) => {
    if (token.text !== "import") return `Unexpected token '${token.text}'`;
    return /^import\s*["']/.test(text.slice(at))
      ? "Unexpected string"
      : "Cannot use import statement outside a module";
  },
  ImportOutsideModule: ({ token }) =>
    token.text === "import" ? "Cannot use import statement outside a module" : "Unexpected token 'export'",
  ImportMetaOutsideModule: "Cannot use 'import.meta' outside a module",
  NewlineAfterThrow: "Illegal newline after throw",
  StrictWith: "Strict mode code may not include a with statement",
  StrictDelete: "Delete of an unqualified identifier in strict mode.",
  StrictEvalArguments: "Unexpected eval or arguments in strict mode",
  StrictEvalArgumentsBinding: "Unexpected eval or arguments in strict mode",
  ParamDupe: "Duplicate parameter name not allowed in this context",
  LabelRedeclaration: ({ token }) => `Label '${token.text}' has already been declared`,
  ElementAfterRest: ({ open }) =>
    open.at(-1) === "[" || open.at(-1) === "{"
      ? "Rest element must be last element"
      : "Rest parameter must be last formal parameter",
  UnsupportedMetaProperty: ({ token }) => `Unexpected identifier '${token.text}'`,
  ImportCallArity: "import() requires a specifier",
  ForInOfLoopInitializer: ({ text, at }) =>
    `for-${/\bof\b/.test(text.slice(at).split(")")[0] ?? "") ? "of" : "in"} loop variable declaration may not have an initializer.`,
  IllegalLanguageModeDirective: "Illegal 'use strict' directive in function with non-simple parameter list",
  DuplicateRegExpFlags: "Invalid regular expression flags",
  MalformedRegExpFlags: "Invalid regular expression flags",
  OptionalChainingNoNew: "Invalid optional chain from new expression",
  OptionalChainingNoTemplate: "Invalid tagged template on optional chain",
  StaticPrototype: "Classes may not have a static property named 'prototype'",
  ConstructorIsAccessor: "Class constructor may not be an accessor",
  ConstructorIsGenerator: "Class constructor may not be a generator",
  ConstructorIsAsync: "Class constructor may not be an async method",
  ConstructorClassPrivateField: "Class constructor may not be a private method",
  UnexpectedLexicalDeclaration: ({ token }) =>
    token.text === "const"
      ? "Unexpected token 'const'"
      : "Lexical declaration cannot appear in a single-statement context",
  StrictFunction: "In strict mode code, functions can only be declared at top level or inside a block.",
  SloppyFunction:
    "In non-strict mode code, functions can only be declared at top level, inside a block, or as the body of an if statement.",
  MultipleDefaultsInSwitch: "More than one default clause in switch statement",
};

/** `undefined`: V8's words for it are not known. */
export function v8Message(reason: string, context: FaultContext): string | undefined {
  const message = messages[reason];
  return typeof message === "function" ? message(context) : message;
}

function unexpected({ token, expected, open, text, at }: FaultContext): string {
  const before = text.slice(0, at).trimEnd();
  if (expected === "," && open.at(-1) === "call(") return "missing ) after argument list";
  if (expected === "}" && token.kind === "end" && /\$\{[^}]*$/.test(before))
    return "Missing } in template expression";
  if (token.text === "(" && /\bfunction\s*\*?$/.test(before))
    return "Function statements require a function name";
  if (/\bexport$/.test(before) && token.kind === "name") return "Unexpected token 'export'";
  switch (token.kind) {
    case "end":
      return "Unexpected end of input";
    case "string":
      return "Unexpected string";
    case "number":
      return "Unexpected number";
    case "template":
      return "Unexpected template string";
    case "name":
      return token.text.startsWith("#") ? INVALID : `Unexpected identifier '${token.text}'`;
    case "unknown":
      return INVALID;
    default:
      return `Unexpected token '${token.text}'`;
  }
}

function breakOrContinue({ text, at }: FaultContext): string {
  const match = /^(break|continue)(?:[ \t]+([\p{ID_Start}$_][\p{ID_Continue}$]*))?/u.exec(text.slice(at));
  if (match?.[2] !== undefined) return `Undefined label '${match[2]}'`;
  return match?.[1] === "continue"
    ? "Illegal continue statement: no surrounding iteration statement"
    : "Illegal break statement";
}
