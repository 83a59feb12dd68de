import * as words from "../../words/en/screen.ts";
import { fileNamed, linkCode, requestNamed, type TextLink } from "../text-links.ts";
import { searchAfter } from "./addressed-place.ts";
import type { WorkbenchModel } from "./workbench-model.ts";

/** Makes the files and pages that the exercise's text names lead into the workbench. */
export function linkExerciseText(root: HTMLElement, model: WorkbenchModel): void {
  const codes = [...root.querySelectorAll<HTMLElement>(".workbench-text code")];
  const pages = new Set(codes.flatMap(({ textContent }) => pageOf(textContent) ?? []));
  linkCode(codes, ({ textContent }) => fileLink(textContent, model) ?? pageLink(textContent, pages, model));
}

function fileLink(text: string, model: WorkbenchModel): TextLink | undefined {
  const file = fileNamed(text, Object.keys(model.bench.workspace.starter));
  if (file === undefined) return undefined;
  return {
    title: words.openInEditor(file.path),
    href: searchAfter("", { pane: "editor", file: file.path, line: file.line }),
    follow: () => model.openAt(file),
  };
}

/** A path alone is a page only where the text says elsewhere that one may ask for it: it may be a cookie's too. */
function pageLink(text: string, pages: ReadonlySet<string>, model: WorkbenchModel): TextLink | undefined {
  const request = requestNamed(text);
  if (request?.method !== "GET" || !pages.has(request.path)) return undefined;
  const { path } = request;
  return {
    title: words.openInBrowser(path),
    href: searchAfter("", { pane: "browser" }),
    follow: () => void model.openPage(path),
  };
}

function pageOf(text: string): string | undefined {
  return text.startsWith("GET ") ? requestNamed(text)?.path : undefined;
}
