import type { ModuleRecord } from "./module-record.ts";

/** Native messages of V8 for names that a module does not have. */
export function missingExport(specifier: string, name: string): SyntaxError {
  return new SyntaxError(`The requested module '${specifier}' does not provide an export named '${name}'`);
}

export function ambiguousExport(specifier: string, name: string): SyntaxError {
  return new SyntaxError(
    `The requested module '${specifier}' contains conflicting star exports for name '${name}'`,
  );
}

/** Node's message for a name that a module of its other kind lacks. */
export function missingValue(record: ModuleRecord, specifier: string, name: string): SyntaxError {
  if (record.kind === "source" || record.origin === "builtin" || record.origin === "json") {
    return missingExport(specifier, name);
  }
  return new SyntaxError(
    `Named export '${name}' not found. The requested module '${specifier}' is a CommonJS module, which may not support all module.exports as named exports.\nCommonJS modules can always be imported via the default export, for example using:\n\nimport pkg from '${specifier}';\nconst { ${name} } = pkg;\n`,
  );
}
