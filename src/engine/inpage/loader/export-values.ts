/** What an ES importer finds in a CommonJS module, by name. */
export function valuesOfCommonJs(exports: unknown): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  if ((typeof exports === "object" && exports !== null) || typeof exports === "function") {
    for (const name of Object.keys(exports)) values.set(name, Reflect.get(exports, name));
  }
  values.set("default", exports);
  values.set("module.exports", exports);
  return values;
}

/** What an ES importer finds in an ES module that was bundled as CommonJS. */
export function valuesOfBundledModule(exports: unknown): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  if (typeof exports !== "object" || exports === null) return values;
  for (const name of Object.keys(exports)) {
    if (name !== "__esModule") values.set(name, Reflect.get(exports, name));
  }
  return values;
}
