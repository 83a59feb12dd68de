import { nodeError } from "./node-error.ts";

/** Node's rules for `with { type }`: JSON must have it, other JavaScript may not. TypeScript it does not check. */
export function checkAttributes(url: string, content: "json" | "code", type: string | undefined): void {
  if (/\.[cm]?ts$/.test(new URL(url).pathname)) return;
  if (content === "json" && type === undefined) {
    throw nodeError(
      new TypeError(`Module "${url}" needs an import attribute of "type: json"`),
      "ERR_IMPORT_ATTRIBUTE_MISSING",
    );
  }
  if (type !== undefined && type !== "json") {
    throw nodeError(
      new TypeError(`Import attribute "type" with value "${type}" is not supported`),
      "ERR_IMPORT_ATTRIBUTE_UNSUPPORTED",
    );
  }
  if (content === "code" && type !== undefined) {
    throw nodeError(
      new TypeError(`Module "${url}" is not of type "${type}"`),
      "ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE",
    );
  }
}
