import type { InspectOptions } from "node:util";
import { inspect } from "./inspect.ts";
import { nodeError } from "./node-error.ts";

const custom = Symbol.for("nodejs.util.inspect.custom");
const PARTS = [
  "href",
  "origin",
  "protocol",
  "username",
  "password",
  "host",
  "hostname",
  "port",
  "pathname",
  "search",
  "searchParams",
  "hash",
] as const;

/** The browser's URL with Node's error for what is none, and Node's look when it is logged. */
export const URL = class URL extends globalThis.URL {
  constructor(url: string | globalThis.URL, base?: string | globalThis.URL) {
    try {
      super(url, base);
    } catch {
      const error = nodeError(TypeError, "ERR_INVALID_URL", "Invalid URL");
      throw Object.assign(error, { input: String(url), ...(base !== undefined && { base: String(base) }) });
    }
  }
  [custom](depth: number, options: InspectOptions): string {
    if (depth < 0) return "[URL]";
    const shown = Object.fromEntries(PARTS.map((part) => [part, this[part]]));
    return `URL ${inspect(shown, options)}`;
  }
};

/** As the browser's, which logs as an empty object. */
export function addParametersInspect(): void {
  Object.defineProperty(URLSearchParams.prototype, custom, {
    configurable: true,
    writable: true,
    value(this: URLSearchParams, depth: number, options: InspectOptions) {
      if (depth < 0) return "[Object]";
      const pairs = [...this].map(
        ([name, value]) => `${inspect(name, options)} => ${inspect(value, options)}`,
      );
      return pairs.length === 0 ? "URLSearchParams {}" : `URLSearchParams { ${pairs.join(", ")} }`;
    },
  });
}
