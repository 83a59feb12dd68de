import type { StackPosition } from "../console/stack-position.ts";
import type { TextFiles } from "../workspace.ts";

/** Makes each file name in the exercise's text (`src/routes/cart.ts`, also with `:12`) a button that opens it. */
export function linkFilesInText(
  root: HTMLElement,
  files: TextFiles,
  open: (position: StackPosition) => void,
): void {
  for (const code of root.querySelectorAll<HTMLElement>(".workbench-text code")) {
    const position = fileNamed(code.textContent ?? "", files);
    if (position === undefined || code.closest("pre, a, button") !== null) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "position-link";
    button.title = `Open ${position.path} in the editor`;
    button.addEventListener("click", () => open(position));
    code.replaceWith(button);
    button.append(code);
  }
}

/** The file that `text` names, in full or by the end of its path when only one ends so. */
export function fileNamed(text: string, files: TextFiles): StackPosition | undefined {
  const [, name, line] = /^([\w./-]+?)(?::(\d+))?$/.exec(text) ?? [];
  if (name === undefined || !name.includes(".")) return undefined;
  const matches = Object.keys(files).filter((path) => path === name || path.endsWith(`/${name}`));
  const [path] = matches;
  if (path === undefined || matches.length > 1) return undefined;
  return { path, line: line === undefined ? 1 : Number(line) };
}
