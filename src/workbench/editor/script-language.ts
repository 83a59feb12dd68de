import {
  continuedIndent,
  delimitedIndent,
  flatIndent,
  foldInside,
  foldNodeProp,
  indentNodeProp,
  LRLanguage,
} from "@codemirror/language";
import { parser } from "@lezer/javascript";

const indented = parser.configure({
  props: [
    indentNodeProp.add({
      IfStatement: continuedIndent({ except: /^\s*({|else\b)/ }),
      TryStatement: continuedIndent({ except: /^\s*({|catch\b|finally\b)/ }),
      LabeledStatement: flatIndent,
      SwitchBody: (context) => {
        const after = context.textAfter;
        const closed = /^\s*}/.test(after);
        const isCase = /^\s*(case|default)\b/.test(after);
        return context.baseIndent + (closed ? 0 : isCase ? 1 : 2) * context.unit;
      },
      Block: delimitedIndent({ closing: "}" }),
      ArrowFunction: (context) => context.baseIndent + context.unit,
      "TemplateString BlockComment": () => null,
      "Statement Property": continuedIndent({ except: /^\s*{/ }),
    }),
    foldNodeProp.add({ "Block ClassBody SwitchBody ObjectExpression ArrayExpression": foldInside }),
  ],
});

const data = {
  closeBrackets: { brackets: ["(", "[", "{", "'", '"', "`"] },
  commentTokens: { line: "//", block: { open: "/*", close: "*/" } },
  indentOnInput: /^\s*(?:case |default:|\{|\})$/,
  wordChars: "$",
};

/**
 * TypeScript and JavaScript, without the snippets of `@codemirror/lang-javascript`: those bring the whole
 * completion code, which only one who edits needs.
 */
export const typescriptLanguage = LRLanguage.define({
  name: "typescript",
  parser: indented.configure({ dialect: "ts" }),
  languageData: data,
});

export const javascriptLanguage = LRLanguage.define({
  name: "javascript",
  parser: indented,
  languageData: data,
});
