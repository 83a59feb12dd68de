import { createCssVariablesTheme, createHighlighter } from "shiki";
import { expect, it } from "vitest";
import { codeShades } from "./code-shades.ts";

it("says what a token is by a class, and leaves no style in the page", async () => {
  const highlighter = await createHighlighter({
    themes: [createCssVariablesTheme({ variablePrefix: "--astro-code-" })],
    langs: ["ts"],
  });
  const html = highlighter.codeToHtml('const a = "b"; // c', {
    lang: "ts",
    theme: "css-variables",
    transformers: [codeShades()],
  });
  expect(html).not.toContain("style=");
  expect(html).toContain('<span class="shade-keyword">const</span>');
  expect(html).toContain('<span class="shade-string-expression"> "b"</span>');
  expect(html).toContain('<span class="shade-comment">// c</span>');
  expect(html).toContain("<span> a</span>");
});
