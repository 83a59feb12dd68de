import { fileURLToPath } from "node:url";
import { type ApiEntry, apiReference } from "./api-reference.ts";

let read: readonly ApiEntry[] | undefined;

/** The package's exports. A build reads them once, for all pages; the dev server each time, because they change. */
export function libraryReference(): readonly ApiEntry[] {
  if (import.meta.env.DEV) return readReference();
  read ??= readReference();
  return read;
}

function readReference(): readonly ApiEntry[] {
  const src = fileURLToPath(new URL("src/", `file://${process.cwd()}/`));
  return apiReference(`${src}app/index.ts`, src);
}

/** The anchor of an export on the reference's page, or of a member of it. */
export function apiAnchor(entry: string, member?: string): string {
  return member === undefined ? `api-${entry}` : `api-${entry}.${member}`;
}
