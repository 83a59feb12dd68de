import type { ParsedPath } from "node:path";
import posixPackage from "path-browserify";
import { type BuiltinModule, moduleFace } from "./builtin.ts";
import { invalidArgType, nodeError } from "./node-error.ts";

const base = posixPackage as unknown as typeof import("node:path").posix;

function requirePath(path: unknown, name = "path"): string {
  if (typeof path !== "string") throw invalidArgType(name, "string", path);
  return path;
}

/** An extension without its dot gets one. */
function format(parts: Partial<ParsedPath>): string {
  if (typeof parts !== "object" || parts === null) throw invalidArgType("pathObject", "Object", parts);
  const { ext = "" } = parts;
  return base.format({ ...parts, ext: ext === "" || ext.startsWith(".") ? ext : `.${ext}` });
}

/** `node:path` of a Linux machine whose working directory is `cwd`. */
export function pathModule(cwd: string): BuiltinModule {
  const resolve = (...parts: string[]) => {
    for (const [index, part] of parts.entries()) requirePath(part, `paths[${index}]`);
    return base.resolve(cwd, ...parts);
  };
  const posix = {
    ...base,
    basename: (path: string, suffix?: string) => {
      if (suffix !== undefined) requirePath(suffix, "suffix");
      return base.basename(requirePath(path), suffix);
    },
    dirname: (path: string) => base.dirname(requirePath(path)),
    extname: (path: string) => base.extname(requirePath(path)),
    isAbsolute: (path: string) => base.isAbsolute(requirePath(path)),
    join: (...parts: string[]) => base.join(...parts.map((part) => requirePath(part))),
    normalize: (path: string) => base.normalize(requirePath(path)),
    parse: (path: string) => base.parse(requirePath(path)),
    format,
    resolve,
    relative: (from: string, to: string) =>
      base.relative(resolve(requirePath(from, "from")), resolve(requirePath(to, "to"))),
    toNamespacedPath: (path: string) => path,
    sep: "/",
    delimiter: ":",
  };
  const win32 = new Proxy(
    {},
    {
      get: () => {
        throw nodeError(
          Error,
          "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
          "path.win32 does not exist in the page's engine: paths here are POSIX paths",
        );
      },
    },
  );
  const whole = Object.assign(posix, { posix, win32 });
  return moduleFace(whole);
}
