import type { ShikiTransformer } from "shiki";

/** What the theme "css-variables" gives a piece of code: which kind of token it is, as a style of its own. */
const TOKEN_STYLE = /^color:var\(--[a-z]+-code-(?:token-)?([a-z-]+)\)$/;

/** The kinds that code.css knows. All others have the text's own colour and need no word. */
const SHADES = ["comment", "keyword", "link", "punctuation", "string", "string-expression"];

/**
 * Says the kind of each token by a class (`shade-keyword`) instead of a `style` attribute: the pages' policy allows none,
 * and listings are a third smaller.
 */
export function codeShades(): ShikiTransformer {
  return {
    name: "code-shades",
    preprocess(_code, options) {
      // Shiki gives a line up after half a second, which a busy machine reaches: the same source would build another site.
      options.tokenizeTimeLimit = 0;
    },
    pre(node) {
      delete node.properties["style"];
    },
    span(node) {
      const { style } = node.properties;
      if (typeof style !== "string") return;
      const [, kind] = TOKEN_STYLE.exec(style) ?? [];
      if (kind === undefined)
        throw new Error(`A token has the style "${style}", which says no kind of token.`);
      delete node.properties["style"];
      if (SHADES.includes(kind)) node.properties["class"] = `shade-${kind}`;
    },
  };
}
