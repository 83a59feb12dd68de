const WORD = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"']+))(?=\s|$)/y;
const letters: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", a: "\x07", b: "\b" };

/** A line cut into words as `redis-cli` does: in double quotes backslashes mean something. `undefined`: a quote is open. */
export function typedWords(line: string): readonly string[] | undefined {
  const text = line.trimEnd();
  const words: string[] = [];
  WORD.lastIndex = 0;
  while (WORD.lastIndex < text.length) {
    const found = WORD.exec(text);
    if (found === null) return undefined;
    const [, double, single, plain] = found;
    words.push(double === undefined ? (single?.replaceAll("\\'", "'") ?? plain ?? "") : unescaped(double));
  }
  return words;
}

function unescaped(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-f]{2})|(.))/gis,
    (_whole, hex: string | undefined, letter: string | undefined) =>
      hex === undefined
        ? (letters[letter ?? ""] ?? letter ?? "")
        : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
