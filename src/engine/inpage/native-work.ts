const BODY = ["arrayBuffer", "blob", "bytes", "formData", "json", "text"] as const;

/** By class, the methods whose answer the browser finds in threads and tasks of its own. */
const WORK: Readonly<Record<string, readonly string[]>> = {
  Blob: BODY,
  Request: BODY,
  Response: BODY,
  SubtleCrypto: [
    ...["decrypt", "deriveBits", "deriveKey", "digest", "encrypt", "exportKey", "generateKey"],
    ...["importKey", "sign", "unwrapKey", "verify", "wrapKey"],
  ],
};

type Method = (this: unknown, ...values: unknown[]) => Promise<unknown>;

/**
 * Lets the process be held while the browser works for it, as Node's event loop goes on until such work is done. `hold`
 * gives what ends one hold.
 */
export function holdDuringNativeWork(scope: object, hold: () => () => void): void {
  for (const [name, methods] of Object.entries(WORK)) {
    const prototype: unknown = Reflect.get(scope, name)?.prototype;
    if (typeof prototype !== "object" || prototype === null) continue;
    for (const method of methods) {
      const own = Object.getOwnPropertyDescriptor(prototype, method);
      if (typeof own?.value !== "function") continue;
      const native: Method = own.value;
      const { [method]: held } = {
        [method](this: unknown, ...values: unknown[]) {
          return native.apply(this, values).finally(hold());
        },
      };
      Object.defineProperty(held, "length", { value: native.length, configurable: true });
      Object.defineProperty(prototype, method, { ...own, value: held });
    }
  }
}
