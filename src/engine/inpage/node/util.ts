import type { Kernel } from "../kernel.ts";
import { type BuiltinModule, moduleFace } from "./builtin.ts";
import { isDeepEqual } from "./deep-equal.ts";
import { format, formatWithOptions, inspect, stripVTControlCharacters } from "./inspect.ts";
import { invalidArgType, invalidArgValue } from "./node-error.ts";
import { parseArgs } from "./parse-args.ts";
import { parseEnv } from "./parse-env.ts";
import { callbackify, promisify } from "./promisify.ts";
import { types } from "./util-types.ts";

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;
type EmitWarning = (message: string, type: string, code?: string) => void;

export function utilModule(kernel: Kernel, emitWarning: EmitWarning): BuiltinModule {
  const toldCodes = new Set<string>();
  const deprecate = (original: AnyFunction, message: string, code?: string): AnyFunction => {
    let told = false;
    const deprecated = function (this: unknown, ...args: unknown[]): unknown {
      if (!told && (code === undefined || !toldCodes.has(code))) {
        told = true;
        if (code !== undefined) toldCodes.add(code);
        emitWarning(message, "DeprecationWarning", code);
      }
      return new.target ? Reflect.construct(original, args, new.target) : Reflect.apply(original, this, args);
    };
    Object.setPrototypeOf(deprecated, original);
    if (original.prototype) deprecated.prototype = original.prototype as object;
    return deprecated;
  };
  const debuglog = (section: string) => {
    const wanted = (kernel.env["NODE_DEBUG"] ?? "").toUpperCase().split(",").includes(section.toUpperCase());
    const log = (...args: unknown[]) => {
      if (wanted) kernel.write("stderr", `${section.toUpperCase()} ${kernel.pid}: ${format(...args)}\n`);
    };
    return Object.assign(log, { enabled: wanted });
  };
  return moduleFace({
    callbackify,
    promisify,
    debug: debuglog,
    debuglog,
    deprecate,
    format,
    formatWithOptions,
    inspect,
    inherits,
    isArray: Array.isArray,
    isDeepStrictEqual: (a: unknown, b: unknown) => isDeepEqual(a, b),
    parseArgs: (config: Parameters<typeof parseArgs>[0] = {}) => parseArgs(config, kernel.argv.slice(2)),
    parseEnv,
    stripVTControlCharacters,
    styleText: (style: string | readonly string[], text: string, options?: StyleOptions) =>
      styleText(style, text, options ?? {}, kernel.env),
    toUSVString: (text: unknown) => String(text).toWellFormed(),
    types,
    TextEncoder: globalThis.TextEncoder,
    TextDecoder: globalThis.TextDecoder,
    aborted: (signal: AbortSignal) =>
      signal.aborted
        ? Promise.resolve()
        : new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true })),
    getSystemErrorName: (errno: number) => ERRNO_NAMES[-errno],
    _extend: (target: object, source: object | null) => Object.assign(target, source),
  });
}

const ERRNO_NAMES: Readonly<Record<number, string>> = {
  1: "EPERM",
  2: "ENOENT",
  9: "EBADF",
  13: "EACCES",
  17: "EEXIST",
  20: "ENOTDIR",
  21: "EISDIR",
  22: "EINVAL",
  39: "ENOTEMPTY",
  98: "EADDRINUSE",
  104: "ECONNRESET",
  111: "ECONNREFUSED",
};

function inherits(child: unknown, parent: unknown): void {
  if (typeof child !== "function") throw invalidArgType("ctor", "function", child);
  if (typeof parent !== "function") throw invalidArgType("superCtor", "function", parent);
  if (parent.prototype === undefined) throw invalidArgType("superCtor.prototype", "Object", parent.prototype);
  Object.defineProperty(child, "super_", { value: parent, writable: true, configurable: true });
  Object.setPrototypeOf(child.prototype, parent.prototype as object);
}

interface StyleOptions {
  readonly validateStream?: boolean;
  readonly stream?: { readonly isTTY?: boolean };
}

/** Colours only where they are shown: output here is no terminal, so only FORCE_COLOR brings them. */
function styleText(
  style: string | readonly string[],
  text: string,
  { validateStream = true, stream }: StyleOptions,
  env: Readonly<Record<string, string>>,
): string {
  if (typeof text !== "string") throw invalidArgType("text", "string", text);
  let [left, right] = ["", ""];
  for (const one of typeof style === "string" ? [style] : style) {
    if (one === "none") continue;
    const codes = inspect.colors[one];
    if (codes === undefined) {
      const known = Object.keys(inspect.colors)
        .map((name) => `'${name}'`)
        .join(", ");
      throw invalidArgValue("format", one, `must be one of: ${known}`);
    }
    left += `\u001b[${codes[0]}m`;
    right = `\u001b[${codes[1]}m${right}`;
  }
  const isForced = env["FORCE_COLOR"] !== undefined && env["FORCE_COLOR"] !== "0";
  const isShown = !validateStream || isForced || (stream?.isTTY === true && env["NO_COLOR"] === undefined);
  return isShown ? left + text + right : text;
}
