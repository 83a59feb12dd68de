export { compile } from "./compile.ts";
export { CompileAhead } from "./compile-ahead.ts";
export type { CompiledModule, DeclaredFormat } from "./compiled.ts";
export { eraseTypes } from "./erase-types.ts";
export type { FileAhead } from "./file-ahead.ts";
export { ModuleLoader } from "./module-loader.ts";
export { isModuleNamespace } from "./module-namespace.ts";
export { withScriptUrls } from "./named-scripts.ts";
export type { CompileCache, ModuleLoaderOptions, PackageFactory, PackageSource } from "./options.ts";
