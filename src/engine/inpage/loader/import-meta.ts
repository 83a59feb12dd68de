import { filePath, folderOf } from "./file-url.ts";

/** `import.meta` as Node has it for a file. */
export function importMeta(url: string, main: boolean, resolve: (specifier: string) => string): object {
  const filename = filePath(url);
  const meta: Record<string, unknown> = Object.create(null);
  meta["dirname"] = folderOf(filename);
  meta["filename"] = filename;
  meta["main"] = main;
  meta["resolve"] = resolve;
  meta["url"] = url;
  return meta;
}
