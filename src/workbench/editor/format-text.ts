import type { Options } from "prettier";
import { format } from "prettier/standalone";
import { hideTags, showTags } from "./template-tags.ts";

/** What formatting came to. */
export type Formatted =
  | { readonly kind: "formatted"; readonly text: string }
  /** The text cannot be read; `line` counts from 1. */
  | { readonly kind: "unreadable"; readonly line: number | undefined; readonly message: string }
  /** Nobody formats such a file. */
  | { readonly kind: "no-formatter" };

/** The course's own style. */
const style: Options = { printWidth: 80, tabWidth: 2, singleQuote: false, semi: true, trailingComma: "all" };

/** The text in the course's style, by the end of the file's name. Never rejects but when the formatter does not load. */
export async function formatText(path: string, text: string): Promise<Formatted> {
  const language = await languageOf(path);
  if (language === undefined) return { kind: "no-formatter" };
  const { isTemplate, ...options } = language;
  try {
    if (!isTemplate) return { kind: "formatted", text: await format(text, { ...style, ...options }) };
    const { html, tags } = hideTags(text);
    const formatted = showTags(await format(html, { ...style, ...options }), tags);
    return { kind: "formatted", text: formatted };
  } catch (error) {
    return { kind: "unreadable", ...placeOf(error) };
  }
}

type Language = Pick<Options, "parser" | "plugins"> & { readonly isTemplate?: true };

async function languageOf(path: string): Promise<Language | undefined> {
  switch (path.slice(path.lastIndexOf(".") + 1)) {
    case "ts":
    case "mts":
      return { parser: "babel-ts", plugins: await scriptPlugins() };
    case "js":
    case "mjs":
    case "cjs":
      return { parser: "babel", plugins: await scriptPlugins() };
    case "json":
      return { parser: "json", plugins: await scriptPlugins() };
    case "css":
      return { parser: "css", plugins: [(await import("prettier/plugins/postcss")).default] };
    case "html":
    case "njk":
    case "twig": {
      const [{ default: html }, { default: postcss }, scripts] = await Promise.all([
        import("prettier/plugins/html"),
        import("prettier/plugins/postcss"),
        scriptPlugins(),
      ]);
      return { parser: "html", plugins: [html, postcss, ...scripts], isTemplate: true };
    }
    default:
      return undefined;
  }
}

async function scriptPlugins() {
  const [babel, estree] = await Promise.all([
    import("prettier/plugins/babel"),
    import("prettier/plugins/estree"),
  ]);
  return [babel.default, estree.default];
}

/** Prettier's errors bear their place in `loc`, and repeat it and the text in the message. */
function placeOf(error: unknown): { line: number | undefined; message: string } {
  const { message, loc } = error as { message?: string; loc?: { start?: { line?: number } } };
  const [first = ""] = String(message ?? error).split("\n");
  return { line: loc?.start?.line, message: first.replace(/ \(\d+:\d+\)$/, "") };
}
