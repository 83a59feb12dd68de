import { fileURLToPath } from "node:url";

/** The part of Vite's plugin interface that is used here. */
interface GradeTestsPlugin {
  readonly name: string;
  readonly enforce: "pre";
  config(): { optimizeDeps: { include: string[] } };
  resolveId(source: string): string | undefined;
}

const modules: Readonly<Record<string, string>> = {
  vitest: fileURLToPath(new URL("vitest-subset.ts", import.meta.url)),
  "keepsake/grader": fileURLToPath(new URL("index.ts", import.meta.url)),
};

/**
 * Lets a page run grade tests: what they import as "vitest" and "keepsake/grader" becomes what works in a Worker.
 * Needed twice in Vite's configuration: in `plugins` for development, in `worker.plugins` for the build.
 */
export function gradeTestsPlugin(): GradeTestsPlugin {
  return {
    name: "keepsake:grade-tests",
    enforce: "pre",
    // Named here so that the development server does not find them late and reload the page.
    config: () => ({
      optimizeDeps: {
        include: [
          "@vitest/expect",
          "@vitest/runner",
          "@noble/hashes/sha2.js",
          "css-select",
          "dom-serializer",
          "domhandler",
          "domutils",
          "htmlparser2",
        ],
      },
    }),
    resolveId: (source) => modules[source],
  };
}
