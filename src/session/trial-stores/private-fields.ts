import { type Runtime, Session } from "node:inspector";

/** The values of an object's `#fields`, by name, as a debugger sees them. */
export function privateFieldsOf(object: object): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  const exchange = { object, put: (name: string, value: unknown) => fields.set(name, value) };
  Reflect.set(globalThis, EXCHANGE, exchange);
  const debug = new Session();
  debug.connect();
  try {
    debug.post("Runtime.evaluate", { expression: `globalThis.${EXCHANGE}.object` }, (_error, { result }) => {
      const { objectId } = result;
      if (objectId === undefined) return;
      debug.post("Runtime.getProperties", { objectId, ownProperties: true }, (_failed, properties) => {
        for (const { name, value } of (properties as WithPrivate).privateProperties ?? []) {
          if (value === undefined) continue;
          debug.post("Runtime.callFunctionOn", {
            objectId,
            functionDeclaration: `function (name, value) { globalThis.${EXCHANGE}.put(name, value); }`,
            arguments: [
              { value: name },
              value.objectId === undefined ? { value: value.value } : { objectId: value.objectId },
            ],
          });
        }
      });
    });
  } finally {
    debug.disconnect();
    Reflect.deleteProperty(globalThis, EXCHANGE);
  }
  return fields;
}

/** In the protocol and in Node, and not yet in its types. */
interface WithPrivate extends Runtime.GetPropertiesReturnType {
  readonly privateProperties?: readonly Pick<Runtime.PropertyDescriptor, "name" | "value">[];
}

const EXCHANGE = "keepsakePrivateFields";
