import { invalidType } from "./sqlite-error.ts";

/** Where a database is: ":memory:", "" for a temporary one, or an absolute path. Throws as Node does. */
export function databasePath(path: unknown, cwd: string): string {
  const text = pathText(path);
  if (text === undefined || text.includes("\0")) {
    throw invalidType('The "path" argument must be a string, Uint8Array, or URL without null bytes.');
  }
  if (text === "" || text === ":memory:" || text.startsWith("file:")) return text;
  return normal(text.startsWith("/") ? text : `${cwd}/${text}`);
}

function pathText(path: unknown): string | undefined {
  if (typeof path === "string") return path;
  if (path instanceof Uint8Array) return new TextDecoder().decode(path);
  if (path instanceof URL && path.protocol === "file:") return decodeURIComponent(path.pathname);
  return undefined;
}

function normal(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return `/${segments.join("/")}`;
}
