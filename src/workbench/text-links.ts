/** What a piece of code in a text leads to. */
export interface TextLink {
  /** What it does, as a tooltip: "Open server.ts in the editor". */
  readonly title: string;
  /** An address of this page that leads there too: for a new tab, and to be copied. */
  readonly href: string;
  readonly follow: () => void;
}

/** A request as a text writes it: `GET /cart`, or `/cart` alone, which is one with GET. */
export interface NamedRequest {
  readonly method: string;
  readonly path: string;
}

/** A file as a text writes it, with or without a line: `server.ts`, `src/routes/cart.ts:12`. */
export interface NamedFile {
  readonly path: string;
  readonly line: number | undefined;
}

/** Makes those pieces of code links that lead somewhere. In a listing, a heading, a link or a button they stay. */
export function linkCode(
  codes: Iterable<HTMLElement>,
  linkOf: (code: HTMLElement) => TextLink | undefined,
): void {
  for (const code of codes) {
    if (code.closest("pre, a, button, summary, label, h2, h3, h4") !== null) continue;
    const link = linkOf(code);
    if (link === undefined) continue;
    const anchor = document.createElement("a");
    anchor.className = "code-link";
    anchor.href = link.href;
    anchor.title = link.title;
    anchor.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      link.follow();
    });
    code.replaceWith(anchor);
    anchor.append(code);
  }
}

/** The file that `text` names, in full or by the end of its path when only one ends so. */
export function fileNamed(text: string, paths: readonly string[]): NamedFile | undefined {
  const [, name, line] = /^([\w./-]+?)(?::(\d+))?$/.exec(text) ?? [];
  if (name === undefined || !name.includes(".")) return undefined;
  const matches = paths.filter((path) => path.endsWith(`/${name}`));
  const path = paths.includes(name) ? name : matches[0];
  if (path === undefined || (path !== name && matches.length > 1)) return undefined;
  return { path, line: line === undefined ? undefined : Number(line) };
}

/** The request that `text` names: a method and a path with no placeholder in it, or a path alone. */
export function requestNamed(text: string): NamedRequest | undefined {
  const [, method = "GET", path] =
    /^(?:(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) )?(\/[\w\-./?=&%+~]*)$/.exec(text) ?? [];
  return path === undefined ? undefined : { method, path };
}
