import { html } from "@codemirror/lang-html";
import type { Extension } from "@codemirror/state";
import { templateTokens } from "./template-tokens.ts";
import { tokenHighlight } from "./token-highlight.ts";

/** HTML with the tags of Nunjucks and Twig: `{% if … %}`, `{{ … }}`, `{# … #}`, wherever they stand. */
export function templateLanguage(): Extension {
  return [html(), tokenHighlight(templateTokens)];
}
