import type { Extension } from "@codemirror/state";
import { whenIdle } from "../when-idle.ts";

/** The language of a file, by the end of its name. It is fetched: the text is there to read before its colours are. */
export function languageOf(path: string): Extension | Promise<Extension> {
  switch (path.slice(path.lastIndexOf(".") + 1)) {
    case "ts":
    case "mts":
      return scriptLanguage().then(({ typescriptLanguage }) => typescriptLanguage);
    case "js":
    case "mjs":
    case "cjs":
      return scriptLanguage().then(({ javascriptLanguage }) => javascriptLanguage);
    case "html":
    case "twig":
    case "njk":
      return import("./template-language.ts").then(({ templateLanguage }) => templateLanguage());
    case "css":
      return import("@codemirror/lang-css").then(({ css }) => css());
    case "json":
      return import("@codemirror/lang-json").then(({ json }) => json());
    case "md":
      return import("./plain-languages.ts").then(({ markdownLanguage }) => markdownLanguage);
    default:
      return /(^|\/)\.env(\.\w+)*$/.test(path)
        ? import("./plain-languages.ts").then(({ settingsLanguage }) => settingsLanguage)
        : [];
  }
}

let script: Promise<typeof import("./script-language.ts")> | undefined;

/** Nearly every file has it, so it is on its way with the first one; the editor itself goes before. */
function scriptLanguage(): Promise<typeof import("./script-language.ts")> {
  script ??= new Promise<void>((resolve) => whenIdle(resolve)).then(() => import("./script-language.ts"));
  script.catch(() => {
    script = undefined;
  });
  return script;
}
