/** An error as Node makes it: `code` enumerable, and in the stack behind the name, but not in `name`. */
export function nodeError<T extends Error>(
  error: T,
  code: string,
  properties: Readonly<Record<string, unknown>> = {},
): T & { readonly code: string } {
  const { name } = error;
  // The stack's first line is made from the name at the time of asking for it first.
  Object.defineProperty(error, "name", { value: `${name} [${code}]`, configurable: true, writable: true });
  void error.stack;
  Reflect.deleteProperty(error, "name");
  return Object.assign(error, { code, ...properties });
}
