import type { ShikiTransformer } from "shiki";
import { parseCodeMeta, parseLineNumbers } from "./code-meta.ts";

/** What a marked line is about; the colours are those of every screen. */
const meanings = ["mark", "cookie", "record", "attacker"] as const;

/**
 * Marks lines of code blocks. `mark="3,5-6"`, `cookie="2"`, `record="4"` and `attacker="7"` after a block's
 * language name lines; in a `wire` block each line is marked by what it carries.
 */
export function codeLines(): ShikiTransformer {
  return {
    name: "code-lines",
    pre(node) {
      const meta = parseCodeMeta(this.options.meta?.__raw);
      const file = meta.get("file");
      if (file !== undefined) node.properties["data-file"] = file;
      node.properties["data-language"] = this.options.lang;
      node.properties["aria-label"] = file ?? (this.options.lang === "wire" ? "On the wire" : "Code");
      node.properties["role"] = "region";
      node.properties["tabindex"] = "0";
    },
    line(node, number) {
      if (this.options.lang === "wire") {
        const text = this.source.split("\n")[number - 1] ?? "";
        node.properties["data-wire"] = wireMeaning(text);
        return;
      }
      const meta = parseCodeMeta(this.options.meta?.__raw);
      const meaning = meanings.find((name) => parseLineNumbers(meta.get(name) ?? "").has(number));
      if (meaning !== undefined) node.properties["data-mark"] = meaning;
    },
  };
}

function wireMeaning(text: string): string {
  if (text.startsWith("#") || text.startsWith("@")) return "note";
  if (text.startsWith("=")) return "record";
  if (/^(>|<!?) (set-)?cookie\b/i.test(text)) return "cookie";
  if (/^> [A-Z]+ \//.test(text) || /^< \d{3}/.test(text)) return "start";
  return "line";
}
