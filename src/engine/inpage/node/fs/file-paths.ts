import posix from "path-browserify";
import { asBuffer } from "../buffer.ts";
import { invalidArgType, nodeError } from "../node-error.ts";

export interface FilePath {
  /** As given, for messages. */
  readonly shown: string;
  /** Absolute and normalised, for the volume. */
  readonly full: string;
}

/** Takes what Node takes as a path: a string, a Buffer or a file: URL. */
export function filePath(value: unknown, cwd: string, name = "path"): FilePath {
  const shown = pathText(value, name);
  if (shown.includes("\0")) {
    throw nodeError(
      TypeError,
      "ERR_INVALID_ARG_VALUE",
      `The argument '${name}' must be a string, Uint8Array, or URL without null bytes. Received '${shown.replaceAll("\0", "\\x00")}'`,
    );
  }
  const resolved = posix.resolve(cwd, shown);
  return { shown, full: resolved };
}

function pathText(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return asBuffer(value).toString();
  if (value instanceof URL) {
    if (value.protocol !== "file:") {
      throw nodeError(TypeError, "ERR_INVALID_URL_SCHEME", "The URL must be of scheme file");
    }
    return decodeURIComponent(value.pathname);
  }
  throw invalidArgType(name, ["string", "Buffer", "URL"], value);
}

export function parentOf(path: string): string {
  return posix.dirname(path);
}

export function nameOf(path: string): string {
  return posix.basename(path);
}

export function childOf(folder: string, name: string): string {
  return folder === "/" ? `/${name}` : `${folder}/${name}`;
}
