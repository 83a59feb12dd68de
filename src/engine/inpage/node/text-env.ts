/** `process.env` as Node has it: whatever is put there is text. */
export function textEnv(variables: Record<string, string>): Record<string, string> {
  return new Proxy(variables, {
    // A symbol throws, as in Node.
    set: (target, name, value: unknown) => Reflect.set(target, name, `${value as string}`),
    defineProperty: (target, name, { value }) =>
      Reflect.defineProperty(target, name, {
        value: `${value as string}`,
        configurable: true,
        enumerable: true,
        writable: true,
      }),
  });
}
