import type { Kernel } from "./kernel.ts";
import type { PackageFactory } from "./loader/index.ts";

type CreateSqlite = (kernel: Kernel, wasm: Uint8Array) => Promise<object>;

/**
 * `node:sqlite` out of its bundle and SQLite's WebAssembly, which is made ready before a program that imports it runs:
 * its calls are synchronous from the first on.
 */
export async function sqlitePackage(
  kernel: Kernel,
  bundle: PackageFactory,
  wasm: Uint8Array,
  require: (specifier: string) => unknown,
): Promise<PackageFactory> {
  const module = { exports: {} as unknown };
  const noImport = (specifier: string) => Promise.reject(new Error(`node:sqlite imports "${specifier}"`));
  bundle.evaluate(module.exports as object, require, module, noImport);
  const { createSqlite } = module.exports as { createSqlite: CreateSqlite };
  const sqlite = await createSqlite(kernel, wasm);
  return {
    ...bundle,
    evaluate(_exports, _require, program) {
      program.exports = sqlite;
    },
  };
}
