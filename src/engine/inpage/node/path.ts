import posixPackage from "path-browserify";
import { type BuiltinModule, moduleFace } from "./builtin.ts";
import { nodeError } from "./node-error.ts";

/** `node:path` of a Linux machine whose working directory is `cwd`. */
export function pathModule(cwd: string): BuiltinModule {
  const base = posixPackage as unknown as typeof import("node:path").posix;
  const posix = {
    ...base,
    resolve: (...parts: string[]) => base.resolve(cwd, ...parts),
    relative: (from: string, to: string) => base.relative(base.resolve(cwd, from), base.resolve(cwd, to)),
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
