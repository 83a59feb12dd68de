import { css } from "@codemirror/lang-css";
import { html } from "@codemirror/lang-html";
import { javascript } from "@codemirror/lang-javascript";
import { json } from "@codemirror/lang-json";
import type { Extension } from "@codemirror/state";

/** The language of a file, by the end of its name; plain text when it is none of ours. */
export function languageOf(path: string): Extension {
  switch (path.slice(path.lastIndexOf(".") + 1)) {
    case "ts":
    case "mts":
      return javascript({ typescript: true });
    case "js":
    case "mjs":
    case "cjs":
      return javascript();
    case "html":
    case "twig":
    case "njk":
      return html();
    case "css":
      return css();
    case "json":
      return json();
    default:
      return [];
  }
}
