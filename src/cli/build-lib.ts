/**
 * Makes the installable package of the session library:
 *
 *     npm run build:lib          → build/keepsake-VERSION.tgz
 *
 * Plain ESM and declarations, made by the TypeScript compiler from `src/app` and what it imports. What the
 * package depends on is read off its own imports, so that nothing is listed that it does not use.
 */
import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { init, parse } from "es-module-lexer";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));

/** Given by who uses the library: their Express is the one that it must extend. */
const PEERS: Readonly<Record<string, string>> = { express: "^5.0.0" };
/** Looked at by the compiler alone. */
const TYPES: Readonly<Record<string, string>> = { "@types/express": "^5.0.0" };
/**
 * Loaded only when it is used, by a name that is a value, so no import shows it. Named all the same: strict package
 * managers let a package load only what it names, and versions that do not work are refused at the install, not
 * by the first request. The lowest are versions that were tried; a narrower range would refuse what works.
 */
const ON_DEMAND: Readonly<Record<string, string>> = {
  "@opentelemetry/api": "^1.0.0",
  ioredis: "^5.3.0 || ^6.0.0",
  iovalkey: ">=0.1.0",
  mongodb: "^7.0.0",
  mysql2: "^3.0.0",
  "node-firebird": "^2.17.0",
  pg: "^8.11.0",
  tedious: "^20.0.0",
};

/** Builds into `folder` and packs it; the path of the tarball. */
export async function buildLibrary(folder: string): Promise<string> {
  const packageFolder = join(folder, "keepsake");
  const dist = join(packageFolder, "dist");
  await rm(folder, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  const compiler = join(root, "node_modules", "typescript", "lib", "tsc.js");
  await run(process.execPath, [
    compiler,
    "-p",
    join(root, "src", "cli", "tsconfig.lib.json"),
    "--outDir",
    dist,
  ]);
  const files = (await readdir(dist, { recursive: true })).filter((name) => /\.(js|d\.ts)$/.test(name));
  await Promise.all(files.filter((name) => name.endsWith(".d.ts")).map((name) => nameJs(join(dist, name))));
  const manifest = await manifestOf(dist, files);
  await writeFile(join(packageFolder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  await cp(join(root, "LICENSE"), join(packageFolder, "LICENSE"));
  await cp(join(root, "src", "app", "README.md"), join(packageFolder, "README.md"));
  const { stdout } = await run(
    "npm",
    ["pack", "--json", "--ignore-scripts", "--pack-destination", folder, packageFolder],
    { cwd: folder },
  );
  const [packed] = JSON.parse(stdout) as [{ readonly filename: string }];
  return join(folder, packed.filename);
}

/** The compiler leaves `.ts` in the imports of declarations; not every tool that reads them accepts that. */
async function nameJs(path: string): Promise<void> {
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replace(/((?:from |import |import\()"\.{1,2}\/[^"]+)\.ts"/g, '$1.js"'));
}

async function manifestOf(dist: string, files: readonly string[]): Promise<Record<string, unknown>> {
  const own = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
    readonly version: string;
    readonly license: string;
    readonly engines: Readonly<Record<string, string>>;
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const versions = { ...own.devDependencies, ...own.dependencies };
  const versionOf = (name: string) => {
    const version = versions[name];
    if (version === undefined)
      throw new Error(`The library imports ${name}, which package.json does not name.`);
    return `^${version}`;
  };
  await init;
  const imported = await importsOf(dist, files);
  const dependencies = [...imported.always].filter((name) => !(name in PEERS));
  const unlisted = [...imported.onDemand].filter(
    (name) => !imported.always.has(name) && !(name in ON_DEMAND),
  );
  if (unlisted.length > 0) {
    throw new Error(
      `The library loads ${unlisted.join(", ")} on demand: say in ON_DEMAND which versions work.`,
    );
  }
  const optional = { ...ON_DEMAND, ...TYPES };
  return {
    name: "keepsake",
    version: own.version,
    description: "Sessions for Express that lose nothing: parallel requests, every backend, safe defaults.",
    keywords: ["express", "session", "cookie", "csrf", "flash", "redis", "login"],
    license: own.license,
    type: "module",
    engines: own.engines,
    sideEffects: false,
    exports: {
      ".": { types: "./dist/app/index.d.ts", default: "./dist/app/index.js" },
      "./package.json": "./package.json",
    },
    bin: files.includes(join("cli", "doctor.js")) ? { keepsake: "./dist/cli/doctor.js" } : undefined,
    files: ["dist"],
    dependencies: Object.fromEntries(dependencies.sort().map((name) => [name, versionOf(name)])),
    peerDependencies: { ...PEERS, ...optional },
    peerDependenciesMeta: Object.fromEntries(Object.keys(optional).map((name) => [name, { optional: true }])),
  };
}

interface Imports {
  /** Imported by a module that is always loaded. */
  readonly always: Set<string>;
  /** Only by `import()`: needed by who uses that part. */
  readonly onDemand: Set<string>;
}

async function importsOf(dist: string, files: readonly string[]): Promise<Imports> {
  const always = new Set<string>();
  const onDemand = new Set<string>();
  for (const name of files.filter((file) => file.endsWith(".js"))) {
    const [imports] = parse(await readFile(join(dist, name), "utf8"));
    const isCommand = name.startsWith("cli");
    for (const found of imports) {
      const from = "specifier" in found ? found.specifier : undefined;
      if (typeof from !== "string" || from.startsWith(".") || isBuiltin(from)) continue;
      (isCommand || found.type === "dynamic" ? onDemand : always).add(packageOf(from));
    }
  }
  return { always, onDemand };
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const tarball = await buildLibrary(join(root, "build"));
  console.log(tarball);
}
