import type { Extension } from "@codemirror/state";
import { javascriptLanguage, typescriptLanguage } from "./script-language.ts";

/** The language of a file, by the end of its name; TypeScript is there at once, the others are fetched. */
export function languageOf(path: string): Extension | Promise<Extension> {
  switch (path.slice(path.lastIndexOf(".") + 1)) {
    case "ts":
    case "mts":
      return typescriptLanguage;
    case "js":
    case "mjs":
    case "cjs":
      return javascriptLanguage;
    case "html":
    case "twig":
    case "njk":
      return import("@codemirror/lang-html").then(({ html }) => html());
    case "css":
      return import("@codemirror/lang-css").then(({ css }) => css());
    case "json":
      return import("@codemirror/lang-json").then(({ json }) => json());
    default:
      return [];
  }
}
