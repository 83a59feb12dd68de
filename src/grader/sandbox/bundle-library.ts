import { relative } from "node:path";
import { build, type Plugin, stop } from "esbuild";
import type { TextFiles } from "../../course/load-exercise.ts";
import { REPOSITORY } from "../../engine/local/machine-folders.ts";

/**
 * What nearly every program in a cell imports and what starts it, as a few files: a program starts in half the time
 * when Node need not find and read some hundred. By their paths in the folder of `library-folder.ts`.
 */
export function bundleLibrary(): Promise<TextFiles> {
  bundled ??= bundleAll().catch((error: unknown) => {
    bundled = undefined;
    throw error;
  });
  return bundled;
}

let bundled: Promise<TextFiles> | undefined;

async function bundleAll(): Promise<TextFiles> {
  const [keepsake, preload, express, ioredis] = await Promise.all([
    bundleModules({ index: "src/app/index.ts" }, "node_modules/keepsake"),
    bundleModules({ preload: "src/engine/local/preload.ts" }, "."),
    bundleCommonJs("express"),
    bundleCommonJs("ioredis"),
  ]);
  await stop();
  return {
    ...keepsake,
    "node_modules/keepsake/package.json": json({
      ...{ name: "keepsake", type: "module" },
      exports: { ".": "./index.js", "./package.json": "./package.json" },
    }),
    ...preload,
    ...express,
    ...ioredis,
  };
}

/** As Node itself would load it: nothing is made smaller or older, and names stay what they are. */
const AS_IT_IS = {
  absWorkingDir: REPOSITORY,
  bundle: true,
  charset: "utf8",
  keepNames: true,
  legalComments: "none",
  logLevel: "silent",
  platform: "node",
  target: "esnext",
  tsconfigRaw: {},
  write: false,
} as const;

/** Packages of the old kind in a module ask for Node's own modules by `require`. */
const REQUIRE =
  'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);';

async function bundleModules(entryPoints: Record<string, string>, folder: string): Promise<TextFiles> {
  const { outputFiles } = await build({
    ...AS_IT_IS,
    entryPoints,
    outdir: folder,
    format: "esm",
    splitting: true,
    banner: { js: REQUIRE },
    plugins: [importedWhenItRuns],
  });
  return Object.fromEntries(outputFiles.map(({ path, text }) => [relative(REPOSITORY, path), text]));
}

/** One Express for the library and for programs, and a driver only if there is a store to speak to. */
const importedWhenItRuns: Plugin = {
  name: "keepsake-imported-when-it-runs",
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ kind, path }) =>
      kind === "dynamic-import" || path === "express" ? { path, external: true } : undefined,
    );
  },
};

/** A package of the old kind, with the names that a module may import from it. */
async function bundleCommonJs(name: string): Promise<TextFiles> {
  const [{ outputFiles }, names] = await Promise.all([
    build({
      ...AS_IT_IS,
      stdin: { contents: `module.exports = require("${name}");`, resolveDir: REPOSITORY },
      format: "cjs",
    }),
    namesIn(name),
  ]);
  const folder = `node_modules/${name}`;
  return {
    [`${folder}/package.json`]: json({
      name,
      exports: { import: "./index.mjs", require: "./index.cjs" },
    }),
    [`${folder}/index.cjs`]: outputFiles[0]?.text ?? "",
    [`${folder}/index.mjs`]: [
      'import whole from "./index.cjs";',
      "export default whole;",
      ...names.map(
        (each, index) => `const name${index} = whole.${each}; export { name${index} as ${each} };`,
      ),
    ].join("\n"),
  };
}

async function namesIn(name: string): Promise<string[]> {
  const module = (await import(name)) as object;
  return Object.keys(module).filter((each) => each !== "default" && /^[\w$]+$/.test(each));
}

function json(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
