/** A package that programs may import, and how its bundle is made. */
export interface BundledPackage {
  readonly name: string;
  readonly format: "commonjs" | "module";
  /** The module to bundle, from the repository's root; default: the installed package of that name. */
  readonly entry?: string;
  /** What goes with it, from the repository's root. */
  readonly wasm?: string;
  /** Part of what nearly every program imports, so it is downloaded at boot. */
  readonly eager?: boolean;
}

/** In the order in which error messages name them. */
export const bundledPackages: readonly BundledPackage[] = [
  { name: "express", format: "commonjs", eager: true },
  { name: "keepsake", format: "module", entry: "src/app/index.ts", eager: true },
  { name: "compression", format: "commonjs" },
  { name: "cookie", format: "commonjs" },
  { name: "cookie-parser", format: "commonjs" },
  { name: "cookie-session", format: "commonjs" },
  { name: "cors", format: "commonjs" },
  { name: "express-rate-limit", format: "commonjs" },
  { name: "express-session", format: "commonjs" },
  { name: "helmet", format: "commonjs" },
  { name: "morgan", format: "commonjs" },
  { name: "multer", format: "commonjs" },
  { name: "serve-static", format: "commonjs" },
  {
    name: "node:sqlite",
    format: "commonjs",
    entry: "src/engine/inpage/node/sqlite/sqlite.ts",
    wasm: "node_modules/@sqlite.org/sqlite-wasm/dist/sqlite3.wasm",
  },
  { name: "ioredis", format: "commonjs" },
  { name: "iovalkey", format: "commonjs" },
  {
    name: "keepsake:redis-server",
    format: "module",
    entry: "src/engine/inpage/redis/redis-server-command.ts",
  },
  { name: "keepsake:redis-cli", format: "module", entry: "src/engine/inpage/redis/redis-cli-command.ts" },
];

/** Whether programs may import it. What begins with "keepsake:" is a part of the machine. */
export function isImportable({ name }: { readonly name: string }): boolean {
  return !name.startsWith("keepsake:");
}
