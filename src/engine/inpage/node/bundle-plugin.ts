import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";

const OURS: Readonly<Record<string, string>> = {
  buffer: "buffer.ts",
  "buffer/": "buffer.ts",
  events: "events.ts",
  "process/": "readable-stream-process.ts",
  "string_decoder/": "string-decoder.ts",
  "abort-controller": "abort-controller.ts",
};

/**
 * For esbuild: the packages that the built-ins stand on (readable-stream, url) get our Buffer, EventEmitter
 * and nextTick, so that there is one of each in a process.
 */
export function builtinsPlugin(): Plugin {
  return {
    name: "keepsake-builtins",
    setup(build) {
      build.onResolve(
        { filter: /^(buffer\/?|events|process\/|string_decoder\/|abort-controller)$/ },
        (args) => {
          const file = OURS[args.path];
          if (file === undefined || !args.importer.includes("node_modules/readable-stream/"))
            return undefined;
          return { path: ours(file) };
        },
      );
      build.onResolve({ filter: /^qs$/ }, ({ importer }) =>
        importer.includes("node_modules/url/") ? { path: ours("legacy-url-query.ts") } : undefined,
      );
    },
  };
}

function ours(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
