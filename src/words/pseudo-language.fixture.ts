import ts from "typescript";

const LETTERS = new Map(
  Object.entries({
    ...{
      a: "á",
      b: "ƀ",
      c: "ç",
      d: "ð",
      e: "é",
      f: "ƒ",
      g: "ĝ",
      h: "ĥ",
      i: "í",
      j: "ĵ",
      k: "ķ",
      l: "ļ",
      m: "ṁ",
    },
    ...{
      n: "ñ",
      o: "ó",
      p: "þ",
      q: "ǫ",
      r: "ŕ",
      s: "š",
      t: "ţ",
      u: "ú",
      v: "ṽ",
      w: "ẁ",
      x: "ẋ",
      y: "ý",
      z: "ž",
    },
    ...{
      A: "Á",
      B: "Ɓ",
      C: "Ç",
      D: "Ð",
      E: "É",
      F: "Ƒ",
      G: "Ĝ",
      H: "Ĥ",
      I: "Í",
      J: "Ĵ",
      K: "Ķ",
      L: "Ļ",
      M: "Ṁ",
    },
    ...{
      N: "Ñ",
      O: "Ó",
      P: "Þ",
      Q: "Ǫ",
      R: "Ŕ",
      S: "Š",
      T: "Ţ",
      U: "Ú",
      V: "Ṽ",
      W: "Ẁ",
      X: "Ẋ",
      Y: "Ý",
      Z: "Ž",
    },
  }),
);

/** How much longer than English a translation often is. */
const LONGER = 0.4;

/** A text as no language has it, that one can read all the same: with accents, and as much longer as translations are. */
export function pseudoText(english: string): string {
  if (!/\p{L}/u.test(english)) return english;
  const [, body = "", end = ""] = /^([\s\S]*?)([\s.,:;!?…]*)$/.exec(english) ?? [];
  // The words once more, so that lines break as they would.
  const more = Math.ceil(english.trim().length * LONGER);
  return accents(`${body} ${body.trim().slice(0, more)}${end}`);
}

/** A file of words with each of its texts so; code, paths and names of the language's facts stay. */
export function pseudoSource(source: string): string {
  const file = ts.createSourceFile("words.ts", source, ts.ScriptTarget.ESNext, true);
  const edits: { readonly from: number; readonly to: number; readonly text: string }[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isVariableDeclaration(node) && /^(?:language|locale)$/.test(node.name.getText(file))) return;
    if (ts.isStringLiteral(node)) {
      edits.push({ from: node.getStart(file), to: node.end, text: JSON.stringify(pseudoText(node.text)) });
    } else if (ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) {
      const inside = node.getText(file);
      const [, open = "", text = "", close = ""] = /^([`}])([\s\S]*?)(`|\$\{)$/.exec(inside) ?? [];
      edits.push({ from: node.getStart(file), to: node.end, text: `${open}${accents(text)}${close}` });
    } else ts.forEachChild(node, look);
  };
  look(file);
  return edits
    .toSorted((one, other) => other.from - one.from)
    .reduce((text, edit) => text.slice(0, edit.from) + edit.text + text.slice(edit.to), source);
}

function accents(text: string): string {
  return [...text].map((letter) => LETTERS.get(letter) ?? letter).join("");
}
