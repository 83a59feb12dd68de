import type { ConsoleLevel } from "../frame-messages.ts";
import type { BridgePort } from "./bridge-port.ts";

const TEXT_LIMIT = 10_000;
const DEPTH_LIMIT = 4;
const ITEM_LIMIT = 100;
const levels: readonly ConsoleLevel[] = ["log", "info", "warn", "error", "debug"];

/** A value as a line of the console. What forbids to be read, as a window of another origin does, says so. */
export function inspect(value: unknown, depth = 0, seen: ReadonlySet<unknown> = new Set()): string {
  return readable(() => inspectReadable(value, depth, seen));
}

function readable(read: () => string): string {
  try {
    return read();
  } catch (error) {
    return `[not readable: ${error instanceof Error ? error.name : String(error)}]`;
  }
}

function inspectReadable(value: unknown, depth: number, seen: ReadonlySet<unknown>): string {
  switch (typeof value) {
    case "string":
      return depth === 0 ? value : JSON.stringify(value);
    case "bigint":
      return `${value}n`;
    case "function":
      return `[Function: ${value.name || "anonymous"}]`;
    case "object":
      return value === null ? "null" : inspectObject(value, depth, seen);
    default:
      return String(value);
  }
}

function inspectObject(value: object, depth: number, seen: ReadonlySet<unknown>): string {
  if (seen.has(value)) return "[Circular]";
  if (value instanceof Error)
    return value.stack?.includes(value.message) ? value.stack : `${value.name}: ${value.message}`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Window) return `[Window ${value.document.URL}]`;
  if (value instanceof Element) return value.outerHTML;
  if (value instanceof Node) return value.nodeName;
  const inner = new Set([...seen, value]);
  const show = (each: unknown) => inspect(each, depth + 1, inner);
  if (depth >= DEPTH_LIMIT) return Array.isArray(value) ? "[Array]" : "[Object]";
  if (Array.isArray(value)) return `[${value.slice(0, ITEM_LIMIT).map(show).join(", ")}]`;
  if (value instanceof Map) {
    const pairs = [...value].slice(0, ITEM_LIMIT).map(([key, each]) => `${show(key)} => ${show(each)}`);
    return `Map(${value.size}) {${pairs.join(", ")}}`;
  }
  if (value instanceof Set)
    return `Set(${value.size}) {${[...value].slice(0, ITEM_LIMIT).map(show).join(", ")}}`;
  const name = value.constructor?.name ?? "Object";
  const fields = Object.keys(value)
    .slice(0, ITEM_LIMIT)
    .map((key) => `${key}: ${readable(() => show(Reflect.get(value, key)))}`);
  return `${name === "Object" ? "" : `${name} `}{${fields.length === 0 ? "" : ` ${fields.join(", ")} `}}`;
}

/** `%s %d %i %f %o %O %j %c` of the first argument, then the rest. */
export function format(values: readonly unknown[]): string {
  const [first, ...rest] = values;
  if (typeof first !== "string") return values.map((value) => inspect(value)).join(" ");
  const text = first.replace(/%[sdifoOjc%]/g, (mark) => {
    if (mark === "%%") return "%";
    if (rest.length === 0) return mark;
    const value = rest.shift();
    if (mark === "%c") return "";
    if (mark === "%d" || mark === "%i") return readable(() => String(Number.parseInt(String(value), 10)));
    if (mark === "%f") return readable(() => String(Number.parseFloat(String(value))));
    return mark === "%s" ? inspect(value) : inspect(value, 1);
  });
  return [text, ...rest.map((value) => inspect(value))].join(" ");
}

/** Firefox names a script by its `data:` URL; its last line says where it came from. */
function withPlaces(text: string): string {
  return text.replace(
    /data:text\/javascript;charset=utf-8;base64,([A-Za-z0-9+/=]+)/g,
    (whole, base64: string) => {
      return /\/\/# sourceURL=(\S+)$/.exec(atob(base64))?.[1] ?? whole;
    },
  );
}

/** Reports what the page's scripts write and the errors they do not catch. */
export class PageConsole {
  readonly #port: BridgePort;

  constructor(port: BridgePort) {
    this.#port = port;
  }

  override(): void {
    for (const level of levels) {
      const original = console[level].bind(console);
      console[level] = (...values: unknown[]) => {
        original(...values);
        this.report(level, format(values));
      };
    }
    const assert = console.assert.bind(console);
    console.assert = (condition?: boolean, ...values: unknown[]) => {
      assert(condition, ...values);
      if (!condition) this.report("error", `Assertion failed: ${format(values)}`);
    };
  }

  listen(): void {
    window.addEventListener("error", this.#onError);
    window.addEventListener("unhandledrejection", this.#onRejection);
  }

  readonly #onError = (event: ErrorEvent): void => {
    if (event.message === undefined) return;
    const where = event.filename ? ` (${event.filename}:${event.lineno}:${event.colno})` : "";
    this.report("error", `${event.message}${where}`);
  };

  readonly #onRejection = (event: PromiseRejectionEvent): void => {
    this.report("error", `A promise was rejected, and nothing caught it: ${inspect(event.reason)}`);
  };

  report(level: ConsoleLevel, text: string): void {
    const placed = withPlaces(text);
    const cut =
      placed.length > TEXT_LIMIT ? `${placed.slice(0, TEXT_LIMIT)}… (${placed.length} characters)` : placed;
    this.#port.say({ kind: "console", level, text: cut });
  }
}
