import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { init, parse } from "es-module-lexer";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";
import { builtinsPlugin } from "./node/bundle-plugin.ts";
import type { BundledPackage } from "./package-list.ts";
import { IMPORT_NAME } from "./package-source.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Names of classes and functions show in what programs print, so identifiers stay. */
const shared = {
  absWorkingDir: root,
  bundle: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "silent",
  minifySyntax: true,
  minifyWhitespace: true,
  // Its WebAssembly is handed to SQLite; where it could be is asked all the same.
  define: { "import.meta.url": '"file:///node_modules/bundle.js"' },
  target: "es2023",
  tsconfigRaw: {},
  write: false,
} as const satisfies BuildOptions;

export interface PackageBundle extends BundledPackage {
  readonly code: string;
  /** Other packages of the list that it requires. */
  readonly dependencies: readonly string[];
}

/** Packages that must be one for all that use them. The others bundle the versions that they ask for. */
const SHARED: readonly string[] = ["express"];

/** The classic script of every process. */
export function bundleWorker(): Promise<string> {
  return bundleText({
    ...shared,
    entryPoints: [here("process-worker.ts")],
    format: "iife",
    platform: "browser",
    plugins: [builtinsPlugin(), mangledParts],
  });
}

export function bundleHost(): Promise<string> {
  return bundleText({
    ...shared,
    minify: true,
    entryPoints: [here("host.ts")],
    format: "iife",
    platform: "browser",
  });
}

/** A package with all it needs but Node's built-ins and the other packages of the list. */
export async function bundlePackage(wanted: BundledPackage): Promise<PackageBundle> {
  const others = SHARED.filter((name) => name !== wanted.name);
  const { outputFiles, metafile } = await build({
    ...shared,
    ...(wanted.entry === undefined
      ? { stdin: { contents: `module.exports = require("${wanted.name}");`, resolveDir: root } }
      : { entryPoints: [wanted.entry] }),
    format: "cjs",
    platform: "node",
    external: others,
    metafile: true,
    write: false,
    plugins: [mangledParts, smallerParts, withoutServers, importedAtRunTime],
  });
  const code = await rewriteDynamicImports(outputFiles[0]?.text ?? "");
  return { ...wanted, code, dependencies: required(metafile).filter((name) => others.includes(name)) };
}

/** Parts of packages that have a smaller or more portable twin. */
const smallerParts: Plugin = {
  name: "keepsake-smaller-parts",
  setup({ onResolve }) {
    onResolve({ filter: /^iconv-lite$/ }, () => ({ path: here("packages/iconv-lite.ts") }));
    // Redis drivers load both for what a page has not: connections with certificates, and names of other machines.
    onResolve({ filter: /^(?:node:)?(?:tls|dns)$/ }, ({ path, importer }) =>
      /node_modules\/io(?:redis|valkey)\//.test(importer)
        ? { path: here(`packages/${path.replace("node:", "")}.ts`) }
        : undefined,
    );
    // SQLite's own file for Node looks for its WebAssembly on a disk.
    onResolve({ filter: /^@sqlite\.org\/sqlite-wasm$/ }, () => ({
      path: `${root}node_modules/@sqlite.org/sqlite-wasm/dist/index.mjs`,
    }));
    // The Node build of depd reads V8's call sites, which other browsers lack.
    onResolve({ filter: /^depd$/ }, ({ resolveDir }) =>
      resolveDir === "" ? undefined : { path: `${root}node_modules/depd/lib/browser/index.js` },
    );
  },
};

/** No program sees a name in these, so they are mangled: an eighth of their size. */
const MANGLED = /\/(?:@babel\/parser\/lib\/index\.js|nunjucks\/index\.js|sqlite-wasm\/dist\/index\.mjs)$/;

const mangledParts: Plugin = {
  name: "keepsake-mangled-parts",
  setup({ onLoad, initialOptions }) {
    onLoad({ filter: MANGLED }, async ({ path }) => ({
      contents: await bundleText({
        ...{ ...shared, minify: true, entryPoints: [path] },
        format: path.includes("/nunjucks/") ? "cjs" : "esm",
        platform: initialOptions.platform ?? "browser",
      }),
    }));
  },
};

/**
 * Redis, Valkey and SQLite can be had in the page. In place of the other servers' stores stand functions of the
 * same names that say that there is none when they are called.
 */
const withoutServers: Plugin = {
  name: "keepsake-without-servers",
  setup({ onResolve, onLoad }) {
    onResolve(
      { filter: /(?:stores\/mongodb-store|\/(?:firebird|mssql|mysql|postgres))\.ts$/ },
      ({ path, resolveDir }) => ({
        path: join(resolveDir, path),
        namespace: "server-store",
      }),
    );
    onLoad({ filter: /./, namespace: "server-store" }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const names = [...source.matchAll(/^export (?:async )?(?:function|class|const) (\w+)/gm)].map(
        ([, name]) => name,
      );
      return { contents: names.map((name) => `export function ${name}() { ${NO_SERVER} }`).join("\n") };
    });
  },
};

const NO_SERVER = `throw Object.assign(new Error(${JSON.stringify(
  "This page has no such server. Here sessions are kept with TINA4_SESSION_BACKEND=file, memory, redis, valkey or database (DATABASE_URL=sqlite:…); the other backends work on a machine of your own.",
)}), { name: "SessionError", code: "bad-setting", statusCode: 500 });`;

/** A package imported by name at run time (a database's driver) is looked for when the program runs. */
const importedAtRunTime: Plugin = {
  name: "keepsake-imported-at-run-time",
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path, external: true } : undefined,
    );
  },
};

function required({ outputs }: Metafile): string[] {
  const names = Object.values(outputs).flatMap(({ imports }) =>
    imports
      .filter(({ external, kind }) => external === true && kind === "require-call")
      .map(({ path }) => path),
  );
  return [...new Set(names)];
}

/** `import(x)` in a bundle must reach the loader of the process, not the browser's. */
async function rewriteDynamicImports(code: string): Promise<string> {
  if (!/\bimport\s*\(/.test(code)) return code;
  await init;
  let rewritten = "";
  let end = 0;
  for (const { type, importStart } of parse(code)[0]) {
    if (type !== "dynamic") continue;
    rewritten += code.slice(end, importStart) + IMPORT_NAME;
    end = importStart + "import".length;
  }
  return rewritten + code.slice(end);
}

async function bundleText(options: BuildOptions & { write: false }): Promise<string> {
  const { outputFiles } = await build(options);
  return outputFiles[0]?.text ?? "";
}
