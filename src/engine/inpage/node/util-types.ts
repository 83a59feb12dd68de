const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);
const hasTag =
  (...tags: string[]) =>
  (value: unknown): boolean =>
    typeof value === "object" && value !== null && tags.includes(tagOf(value));

const typedArrayTag = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype) as object,
  Symbol.toStringTag,
)?.get as (this: unknown) => string | undefined;
const isTypedArrayOf = (name: string) => (value: unknown) => typedArrayTag.call(value) === name;
const functionTag = (value: unknown) => (typeof value === "function" ? tagOf(value) : "");
const boxed = (value: unknown): unknown =>
  typeof value === "object" && value !== null && !(Symbol.toStringTag in value) ? tagOf(value) : undefined;

/** `util.types`, as far as a page can tell: proxies and externals cannot be told apart there. */
export const types = {
  isExternal: () => false,
  isProxy: () => false,
  isDate: (value: unknown) => value instanceof Date,
  isRegExp: (value: unknown) => value instanceof RegExp,
  isNativeError: (value: unknown) => value instanceof Error && tagOf(value) === "Error",
  isPromise: (value: unknown) => value instanceof Promise,
  isMap: (value: unknown) => value instanceof Map,
  isSet: (value: unknown) => value instanceof Set,
  isWeakMap: (value: unknown) => value instanceof WeakMap,
  isWeakSet: (value: unknown) => value instanceof WeakSet,
  isMapIterator: hasTag("Map Iterator"),
  isSetIterator: hasTag("Set Iterator"),
  isGeneratorObject: hasTag("Generator", "AsyncGenerator"),
  isModuleNamespaceObject: hasTag("Module"),
  isArgumentsObject: hasTag("Arguments"),
  isArrayBuffer: (value: unknown) => value instanceof ArrayBuffer,
  isSharedArrayBuffer: hasTag("SharedArrayBuffer"),
  isAnyArrayBuffer: hasTag("ArrayBuffer", "SharedArrayBuffer"),
  isArrayBufferView: (value: unknown) => ArrayBuffer.isView(value),
  isDataView: (value: unknown) => value instanceof DataView,
  isTypedArray: (value: unknown) => typedArrayTag.call(value) !== undefined,
  isUint8Array: isTypedArrayOf("Uint8Array"),
  isUint8ClampedArray: isTypedArrayOf("Uint8ClampedArray"),
  isUint16Array: isTypedArrayOf("Uint16Array"),
  isUint32Array: isTypedArrayOf("Uint32Array"),
  isInt8Array: isTypedArrayOf("Int8Array"),
  isInt16Array: isTypedArrayOf("Int16Array"),
  isInt32Array: isTypedArrayOf("Int32Array"),
  isFloat32Array: isTypedArrayOf("Float32Array"),
  isFloat64Array: isTypedArrayOf("Float64Array"),
  isBigInt64Array: isTypedArrayOf("BigInt64Array"),
  isBigUint64Array: isTypedArrayOf("BigUint64Array"),
  isAsyncFunction: (value: unknown) =>
    ["AsyncFunction", "AsyncGeneratorFunction"].includes(functionTag(value)),
  isGeneratorFunction: (value: unknown) =>
    ["GeneratorFunction", "AsyncGeneratorFunction"].includes(functionTag(value)),
  isNumberObject: (value: unknown) => boxed(value) === "Number",
  isStringObject: (value: unknown) => boxed(value) === "String",
  isBooleanObject: (value: unknown) => boxed(value) === "Boolean",
  isSymbolObject: (value: unknown) =>
    typeof value === "object" && value !== null && typeof value.valueOf() === "symbol",
  isBigIntObject: (value: unknown) =>
    typeof value === "object" && value !== null && typeof value.valueOf() === "bigint",
  isBoxedPrimitive: (value: unknown) =>
    typeof value === "object" && value !== null && value.valueOf() !== value && !(value instanceof Date),
  isCryptoKey: hasTag("CryptoKey"),
  isKeyObject: hasTag("KeyObject"),
  isEventTarget: (value: unknown) => value instanceof EventTarget,
};
