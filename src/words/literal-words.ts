import ts from "typescript";

/** Words that stand in a component instead of in `src/words`. */
export interface LiteralWords {
  /** Counted from one. */
  readonly line: number;
  readonly text: string;
}

/** Attributes that somebody reads or hears, on any element. */
const SPOKEN_ATTRIBUTES = new Set([
  ...["aria-label", "aria-description", "aria-roledescription", "aria-valuetext"],
  ...["title", "placeholder", "alt", "label", "abbr", "content", "description"],
]);
/** What stands in these is the same in every language. */
const CODE_ELEMENTS = new Set(["code", "kbd", "pre", "samp"]);
/** Proper names, and names that HTTP and its formats give. */
const NAMES =
  /\b(?:Keepsake|HTTP\/1\.1|HTTP|JSON|HAR|SQLite|Redis|TypeScript|GET|POST|NULL|Lax|None|Strict|Escape)\b/g;

/**
 * What a reader would read or hear in a `.tsx`, `.ts` or `.astro` file and that does not come from elsewhere: text between
 * tags, spoken attributes, and strings that are a sentence or several words. Messages of thrown errors that tell a programmer
 * what is wrong do not count; neither do names of classes, types and keys.
 */
export function literalWords(path: string, source: string): LiteralWords[] {
  const found: LiteralWords[] = [];
  for (const file of parsed(path, source)) {
    const note = (node: ts.Node, text: string) => {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      found.push({ line: line + 1, text: text.replaceAll(/\s+/g, " ").trim() });
    };
    const look = (node: ts.Node): void => {
      if (isSilent(node, file)) return;
      if (ts.isJsxText(node)) {
        if (hasWords(node.text)) note(node, node.text);
      } else if (ts.isJsxAttribute(node)) {
        if (isSpokenLiteral(node, file)) note(node, node.initializer?.getText(file) ?? "");
        else if (node.initializer !== undefined && ts.isJsxExpression(node.initializer))
          look(node.initializer);
      } else if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
        if (isSentence(node.text)) note(node, node.text);
      } else if (ts.isTemplateExpression(node)) {
        const fixed = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
        if (fixed.some(isPartOfSentence)) note(node, fixed.join("…"));
        for (const { expression } of node.templateSpans) look(expression);
      } else ts.forEachChild(node, look);
    };
    look(file);
  }
  return found;
}

/** A file of Astro is two: the script between its dashes, and a template that TypeScript reads as JSX. Both keep their lines. */
export function parsed(path: string, source: string): ts.SourceFile[] {
  if (!path.endsWith(".astro")) return [sourceFile(path, source)];
  const [head = ""] = /^---\n[\s\S]*?\n---\n/.exec(source) ?? [];
  const script = `   ${head.slice(3).replace(/---\n$/, "\n")}`;
  const template = source
    .slice(head.length)
    .replaceAll(
      /<!doctype html>|<!--[\s\S]*?-->|<style\b[\s\S]*?<\/style>|<script>[\s\S]*?<\/script>/g,
      blank,
    );
  return [sourceFile(path, script), sourceFile(path, `${blank(head).slice(0, -3)}<>\n${template}</>`)];
}

function sourceFile(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(
    path,
    text,
    ts.ScriptTarget.ESNext,
    true,
    path.endsWith(".ts") ? ts.ScriptKind.TS : ts.ScriptKind.TSX,
  );
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, " ");
}

/** Whether nobody reads or hears what is in it. */
function isSilent(node: ts.Node, file: ts.SourceFile): boolean {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return true;
  if (ts.isThrowStatement(node)) return tellsAProgrammer(node.expression, file);
  if (ts.isTaggedTemplateExpression(node)) return true;
  if (ts.isCaseClause(node)) return false;
  if (ts.isJsxElement(node)) return CODE_ELEMENTS.has(node.openingElement.tagName.getText(file));
  return false;
}

/** Errors of the language tell a programmer what is wrong; one of a class of ours is caught by name, and then shown. */
function tellsAProgrammer(thrown: ts.Expression, file: ts.SourceFile): boolean {
  return (
    !ts.isNewExpression(thrown) ||
    /^(?:Error|TypeError|RangeError|SyntaxError)$/.test(thrown.expression.getText(file))
  );
}

function isSpokenLiteral(attribute: ts.JsxAttribute, file: ts.SourceFile): boolean {
  const { initializer } = attribute;
  if (initializer === undefined || !ts.isStringLiteral(initializer)) return false;
  if (SPOKEN_ATTRIBUTES.has(attribute.name.getText(file))) return hasWords(initializer.text);
  return (
    isSentence(initializer.text) &&
    !/^(?:class|d|viewBox|style|rel|accept|sandbox|sizes)$/.test(attribute.name.getText(file))
  );
}

function hasWords(text: string): boolean {
  return /\p{L}{2}/u.test(text.replaceAll(NAMES, ""));
}

/** Several words, of which not all are names; or one that begins large or ends as sentences do. */
function isSentence(text: string): boolean {
  return isPartOfSentence(text) || /^\p{Lu}\p{Ll}+[.…!?]$/u.test(text);
}

function isPartOfSentence(text: string): boolean {
  const words = text.replaceAll(NAMES, "");
  return (
    /\p{L}{2,}[,.:;]? +\p{L}{2,}/u.test(words) ||
    /^[.,:;] \p{L}{2,}|\p{L}{2,}[,:]? $|^ \p{L}{2,}|^\p{L}{2,}\. $/u.test(words)
  );
}
