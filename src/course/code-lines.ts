import type { ShikiTransformer } from "shiki";
import { MARKS, parseCodeMeta, parseLineNumbers } from "./code-meta.ts";

/** What the tabs say of a listing that begins one. */
const TAB_PROPERTIES = ["tab", "run", "like", "shown"];

/**
 * Marks lines of code blocks. `mark="3,5-6"`, `cookie="2"`, `record="4"` and `attacker="7"` after a block's
 * language name lines; in a `wire` block each line is marked by what it carries.
 */
export function codeLines(): ShikiTransformer {
  return {
    name: "code-lines",
    preprocess(code, options) {
      return options.lang === "wire" ? code.split("\n").map(readable).join("\n") : undefined;
    },
    pre(node) {
      const meta = parseCodeMeta(this.options.meta?.__raw);
      const file = meta.get("file");
      if (file !== undefined) node.properties["data-file"] = file;
      for (const name of TAB_PROPERTIES) {
        const value = meta.get(name);
        if (meta.has("tab") && value !== undefined) node.properties[`data-${name}`] = value;
      }
      node.properties["data-language"] = this.options.lang;
      node.properties["aria-label"] = file ?? (this.options.lang === "wire" ? "On the wire" : "Code");
      node.properties["role"] = "group";
      node.properties["tabindex"] = "0";
    },
    line(node, number) {
      if (this.options.lang === "wire") {
        const text = this.source.split("\n")[number - 1] ?? "";
        node.properties["data-wire"] = wireMeaning(text);
        return;
      }
      const meta = parseCodeMeta(this.options.meta?.__raw);
      const meaning = MARKS.find((name) => parseLineNumbers(meta.get(name) ?? "").has(number));
      if (meaning !== undefined) node.properties["data-mark"] = meaning;
    },
  };
}

const units: Readonly<Record<string, string>> = {
  s: "seconds",
  m: "minutes",
  h: "hours",
  d: "days",
  w: "weeks",
  y: "years",
};

/** A line of the notation of `wire.ts`, as it is shown. */
function readable(line: string): string {
  const [, sign, amount, unit = ""] = /^@clock ([+-])(\d+)([smhdwy])$/.exec(line) ?? [];
  if (amount !== undefined) return `The clock moves ${amount} ${units[unit]} ${sign === "+" ? "on" : "back"}`;
  if (line === "@restart") return "The program is stopped and started again";
  return line
    .replace(/^# /, "")
    .replace(/^@parallel (\d+)$/, "$1 times at once")
    .replace(/^@from (\S+) fetch$/, "A script of the page $1 sends, credentials: include")
    .replace(
      /^@from (\S+) fetch (.*)$/,
      (_, page: string, words: string) => `A script of the page ${page} sends, ${inWords(words)}`,
    )
    .replace(/^@from (\S+) frame$/, "A frame in the page $1 loads")
    .replace(/^@itself$/, "The browser sends by itself")
    .replace(/^! (.*)$/, "× Kept from the page: $1")
    .replace(/^@from (\S+)$/, "The page $1 leads to")
    .replace(/^@stop (\S+)$/, "The process $1 is killed")
    .replace(/^@start (\S+)$/, "The process $1 is started again")
    .replace(/^@clock now$/, "The clock is back at real time")
    .replace(/^@(\S+)$/, "In $1’s browser")
    .replace(/^@(\S+) takes (\S+) from (\S+)$/, "$1 copies the cookie $2 out of $3’s jar into her own")
    .replace(/^<! *(.*)$/, "< (no $1)")
    .replace(/^[<>]$/, "");
}

/** "same-origin no-cors": "credentials: same-origin, mode: no-cors". */
function inWords(modes: string): string {
  const words = modes
    .split(" ")
    .map((mode) => (mode === "no-cors" ? `mode: ${mode}` : `credentials: ${mode}`));
  return (/same-origin|omit/.test(modes) ? words : ["credentials: include", ...words]).join(", ");
}

function wireMeaning(shown: string): string {
  if (shown.startsWith("=")) return "record";
  if (/^[<>] (\(no )?(set-)?cookie\b/i.test(shown)) return "cookie";
  if (/^> [A-Z]+ (\/|https?:)/.test(shown) || /^< \d{3}/.test(shown)) return "start";
  return /^([<>]|$)/.test(shown) ? "line" : "note";
}
