/** What stands around the place of a syntax error, read from the text alone: there is no tree. */
export interface FaultContext {
  readonly text: string;
  readonly at: number;
  readonly token: FaultToken;
  /** What the parser would have taken, in its words; `undefined`: it cannot say. */
  readonly expected: string | undefined;
  /** The brackets that are open, the innermost last; "call(" for one of arguments, "class{" for a body. */
  readonly open: readonly string[];
  /** The statement's first word, when it is `const`, `let`, `var` or `import`. */
  readonly declaration: string | undefined;
  readonly module: boolean;
}

export interface FaultToken {
  readonly kind: "end" | "string" | "number" | "template" | "name" | "keyword" | "punctuator" | "unknown";
  readonly text: string;
}

const KEYWORDS = new Set(
  "break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with".split(
    " ",
  ),
);

const PUNCTUATOR =
  /^(?:>>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|>>>|&&=|\|\|=|\?\?=|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.|\+\+|--|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|<<|>>|\*\*|[{}()[\];,<>+\-*/%&|^!~?:=.])/;

export function tokenAt(text: string, at: number): FaultToken {
  const rest = text.slice(at);
  if (rest === "") return { kind: "end", text: "" };
  const word = /^#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/u.exec(rest)?.[0];
  if (word !== undefined) return { kind: KEYWORDS.has(word) ? "keyword" : "name", text: word };
  const number = /^\.?\d[\w.]*/.exec(rest)?.[0];
  if (number !== undefined) return { kind: "number", text: number };
  const string = /^(?:"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)/.exec(rest)?.[0];
  if (string !== undefined) return { kind: "string", text: string };
  if (rest.startsWith("`")) return { kind: "template", text: "`" };
  const punctuator = PUNCTUATOR.exec(rest)?.[0];
  if (punctuator !== undefined) return { kind: "punctuator", text: punctuator };
  return { kind: "unknown", text: [...rest][0] ?? "" };
}

export function faultContext(
  text: string,
  at: number,
  expected: string | undefined,
  module: boolean,
): FaultContext {
  const before = text.slice(0, at);
  const statement = before.slice(Math.max(...[";", "{", "}"].map((end) => before.lastIndexOf(end))) + 1);
  return {
    text,
    at,
    token: tokenAt(text, at),
    expected,
    open: openBrackets(before),
    declaration: /(?:^|\n)\s*(?:export\s+)?(const|let|var|import)\b[^\n]*$/.exec(statement)?.[1],
    module,
  };
}

const NO_CALL = new Set(["if", "for", "while", "switch", "catch", "with", "function", "return", "typeof"]);
const CLOSING: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

function openBrackets(text: string): readonly string[] {
  const open: string[] = [];
  let last = "";
  let beforeLast = "";
  let classAhead = false;
  const tokens =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`|[\p{ID_Start}$_][\p{ID_Continue}$]*|[^\s]/gu;
  for (const [token] of text.matchAll(tokens)) {
    if (token.startsWith("//") || token.startsWith("/*")) continue;
    if (token === "(") {
      const callee = /^[\p{ID_Start}$_)\]]/u.test(last) && !NO_CALL.has(last) && beforeLast !== "function";
      open.push(callee ? "call(" : "(");
    } else if (token === "[") open.push(token);
    else if (token === "{") {
      open.push(classAhead ? "class{" : "{");
      classAhead = false;
    } else if (token === "class") classAhead = true;
    else if (CLOSING[token] !== undefined && open.at(-1)?.endsWith(CLOSING[token]) === true) open.pop();
    beforeLast = last;
    last = token;
  }
  return open;
}
