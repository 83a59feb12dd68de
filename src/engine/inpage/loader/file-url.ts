/** As `url.pathToFileURL(path).href` has it on POSIX. `path` is absolute. */
export function fileUrl(path: string): string {
  const url = new URL("file://");
  url.pathname = path
    .replaceAll("%", "%25")
    .replaceAll("\\", "%5C")
    .replaceAll("\n", "%0A")
    .replaceAll("\r", "%0D")
    .replaceAll("\t", "%09")
    .replaceAll("?", "%3F")
    .replaceAll("#", "%23");
  return url.href;
}

/** Query and fragment are not part of the path. */
export function filePath(url: string): string {
  return decodeURIComponent(new URL(url).pathname);
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 1));
}

/** Absolute and without `.`, `..` and double slashes. `from` is absolute. */
export function joinPath(from: string, path: string): string {
  const segments: string[] = [];
  for (const segment of (path.startsWith("/") ? path : `${from}/${path}`).split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return `/${segments.join("/")}`;
}

/** With its dot; "" when there is none. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(dot) : "";
}
