import type { Workspace } from "./workspace.ts";

export interface PrintedFiles {
  /** Stands before them. Absent: no heading. */
  readonly heading?: string;
  /** Which of the workspace's files; asked for when the page is printed. */
  readonly paths: () => readonly string[];
}

/**
 * While the page is printed, `place` also holds the learner's files as they are then, whole: an editor shows only what
 * fits its box. The returned function stops that.
 */
export function printFiles(
  place: HTMLElement,
  workspace: Workspace,
  { heading, paths }: PrintedFiles,
): () => void {
  const gone = new AbortController();
  let printed: HTMLElement | undefined;
  const begin = () => {
    printed?.remove();
    printed = document.createElement("section");
    printed.className = "printed-files";
    const files = paths().flatMap((path) => figureOf(path, workspace.read(path)));
    if (files.length === 0) return;
    if (heading !== undefined) printed.append(element("h2", heading));
    printed.append(...files);
    place.append(printed);
  };
  window.addEventListener("beforeprint", begin, { signal: gone.signal });
  window.addEventListener("afterprint", () => printed?.remove(), { signal: gone.signal });
  return () => {
    gone.abort();
    printed?.remove();
  };
}

function figureOf(path: string, text: string | undefined): HTMLElement[] {
  if (text === undefined) return [];
  const figure = document.createElement("figure");
  const pre = document.createElement("pre");
  pre.append(element("code", text));
  figure.append(element("figcaption", path), pre);
  return [figure];
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
