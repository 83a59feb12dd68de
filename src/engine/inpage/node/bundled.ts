import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { builtinsPlugin } from "./bundle-plugin.ts";

type Bundle = typeof import("./index.ts") & typeof import("./memory-kernel.ts");

let loading: Promise<Bundle> | undefined;

/**
 * The built-ins as the page gets them: bundled, so that nothing in them can fall back on Node's own. For tests
 * that run in Node; built once.
 */
export function bundledBuiltins(): Promise<Bundle> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), "keepsake-builtins-"));
  try {
    const file = join(folder, "builtins.mjs");
    await writeFile(file, await bundle({ minify: false, withKernel: true }));
    return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Bundle;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The text of the bundle. */
export async function bundle(options: { minify: boolean; withKernel: boolean }): Promise<Uint8Array> {
  const names = options.withKernel ? ["index", "memory-kernel"] : ["index"];
  const result = await build({
    stdin: {
      contents: names.map((name) => `export * from "./${name}.ts";`).join("\n"),
      resolveDir: fileURLToPath(new URL(".", import.meta.url)),
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: options.minify,
    write: false,
    logLevel: "silent",
    plugins: [builtinsPlugin()],
  });
  return result.outputFiles[0]?.contents ?? new Uint8Array(0);
}
