import { invalidArgType, nodeError } from "./node-error.ts";
import { nextTick } from "./ticks.ts";

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;
const custom = Symbol.for("nodejs.util.promisify.custom");

function promisifyFunction(original: AnyFunction): AnyFunction {
  if (typeof original !== "function") throw invalidArgType("original", "function", original);
  const own = (original as unknown as Record<symbol, unknown>)[custom];
  if (own !== undefined) {
    if (typeof own !== "function") throw invalidArgType("util.promisify.custom", "function", own);
    return own as AnyFunction;
  }
  const promised = function (this: unknown, ...args: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      Reflect.apply(original, this, [
        ...args,
        (error: unknown, value: unknown) => {
          if (error) reject(error);
          else resolve(value);
        },
      ]);
    });
  };
  Object.setPrototypeOf(promised, Object.getPrototypeOf(original) as object);
  const own2 = Object.getOwnPropertyDescriptors(original);
  for (const [name, descriptor] of Object.entries(own2)) {
    if (name !== "prototype") Object.defineProperty(promised, name, { ...descriptor, configurable: true });
  }
  Object.defineProperty(promised, custom, { value: promised, configurable: true });
  return promised;
}

export const promisify = Object.assign(promisifyFunction, { custom });

export function callbackify(original: AnyFunction): AnyFunction {
  if (typeof original !== "function") throw invalidArgType("original", "function", original);
  const callbackified = function (this: unknown, ...args: unknown[]): void {
    const callback = args.pop();
    if (typeof callback !== "function") throw invalidArgType("last argument", "function", callback);
    (Reflect.apply(original, this, args) as Promise<unknown>).then(
      (value) => nextTick(() => callback.call(this, null, value)),
      (reason: unknown) => nextTick(() => callback.call(this, reason || falsyRejection(reason))),
    );
  };
  Object.defineProperty(callbackified, "name", { value: `${original.name}Callbackified` });
  return callbackified;
}

function falsyRejection(reason: unknown): Error {
  const error = nodeError(Error, "ERR_FALSY_VALUE_REJECTION", "Promise was rejected with falsy value");
  return Object.assign(error, { reason });
}
