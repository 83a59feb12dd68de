const namespaces = new WeakSet<object>();

/** As `util.types.isModuleNamespaceObject`: one that the loader made. */
export function isModuleNamespace(value: unknown): boolean {
  return typeof value === "object" && value !== null && namespaces.has(value);
}

/** The namespace of a module whose exports do not change any more. */
export function fixedNamespace(values: ReadonlyMap<string, unknown>): object {
  const namespace: Record<string, unknown> = Object.create(null);
  for (const name of [...values.keys()].sort(byCodeUnit)) namespace[name] = values.get(name);
  return finish(Object.freeze(tagged(namespace)));
}

/**
 * The namespace of a module that may still change its exports. `reads` gives the value at this moment, or
 * throws the ReferenceError of a name that is not initialised.
 */
export function liveNamespace(reads: ReadonlyMap<string, () => unknown>): object {
  const target: Record<string, unknown> = Object.create(null);
  for (const name of [...reads.keys()].sort(byCodeUnit)) target[name] = undefined;
  Object.preventExtensions(tagged(target));
  const value = (key: string | symbol): unknown => {
    const read = typeof key === "string" ? reads.get(key) : undefined;
    return read === undefined ? Reflect.get(target, key) : read();
  };
  const namespace = new Proxy(target, {
    get: (_target, key) => value(key),
    getOwnPropertyDescriptor(_target, key) {
      const descriptor = Reflect.getOwnPropertyDescriptor(target, key);
      return typeof key === "symbol" || descriptor === undefined
        ? descriptor
        : { value: value(key), writable: true, enumerable: true, configurable: true };
    },
    set(_target, key) {
      if (!Reflect.has(target, key)) {
        throw new TypeError(`Cannot add property ${String(key)}, object is not extensible`);
      }
      throw new TypeError(`Cannot assign to read only property '${String(key)}' of object '[object Module]'`);
    },
    defineProperty: () => false,
    deleteProperty(_target, key) {
      if (!Reflect.has(target, key)) return true;
      throw new TypeError(`Cannot delete property '${String(key)}' of [object Module]`);
    },
    setPrototypeOf: (_target, prototype) => prototype === null,
  });
  return finish(namespace);
}

function tagged<T extends object>(namespace: T): T {
  return Object.defineProperty(namespace, Symbol.toStringTag, { value: "Module" });
}

function finish(namespace: object): object {
  namespaces.add(namespace);
  return namespace;
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
