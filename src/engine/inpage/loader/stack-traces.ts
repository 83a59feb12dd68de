import { withScriptUrls } from "./named-scripts.ts";
import type { SourcePositions } from "./source-positions.ts";

/** V8's structured frame, as far as it is used here. */
interface CallSite {
  toString(): string;
}

/** Frames in a printed stack, as in Node. */
const FRAMES_SHOWN = 10;
/** Captured, because the engine's own frames are taken out afterwards. */
const FRAMES_CAPTURED = 60;

/**
 * Makes `error.stack` in this realm show what Node would: the program's own frames at the source's positions.
 * V8 asks `Error.prepareStackTrace`; SpiderMonkey has an accessor on the prototype. `false`: neither is there.
 */
export function installStackTraces(positions: SourcePositions): boolean {
  const stackOfPrototype = Object.getOwnPropertyDescriptor(Error.prototype, "stack");
  if (stackOfPrototype?.get !== undefined) {
    const { get } = stackOfPrototype;
    Object.defineProperty(Error.prototype, "stack", {
      ...stackOfPrototype,
      get(this: unknown) {
        const raw: unknown = get.call(this);
        return typeof raw === "string" ? printedStack(headOf(this), spiderMonkeyFrames(raw), positions) : raw;
      },
    });
    return true;
  }
  Error.stackTraceLimit = FRAMES_CAPTURED;
  if (!asksForStacks()) return false;
  Error.prepareStackTrace = (error: unknown, sites: readonly CallSite[]) =>
    printedStack(headOf(error), sites.map(String), positions);
  return true;
}

/** JavaScriptCore has `captureStackTrace` too, and asks nobody. */
function asksForStacks(): boolean {
  let asked = false;
  Error.prepareStackTrace = () => {
    asked = true;
  };
  void new Error().stack;
  Reflect.deleteProperty(Error, "prepareStackTrace");
  return asked;
}

/** The frames of a raw stack, where no hook could be set: JavaScriptCore. */
export function convertedStack(error: Error, positions: SourcePositions): string {
  const raw = withScriptUrls(error.stack ?? "");
  return /^\s+at /m.test(raw) ? raw : printedStack(headOf(error), spiderMonkeyFrames(raw), positions);
}

function headOf(error: unknown): string {
  try {
    return error instanceof Error ? Error.prototype.toString.call(error) : String(error);
  } catch {
    return "Error";
  }
}

/** `frames` in V8's form without "at". */
function printedStack(head: string, frames: readonly string[], positions: SourcePositions): string {
  const shown: string[] = [];
  let between: string[] = [];
  for (const frame of frames) {
    if (/\(?<anonymous>\)?$|\(index \d+\)$/.test(frame)) {
      between.push(frame);
      continue;
    }
    const program = programFrame(frame, positions);
    if (program === undefined) continue;
    // A native function is of interest between two frames of the program.
    shown.push(...between, program);
    between = [];
  }
  return [head, ...shown.slice(0, FRAMES_SHOWN).map((frame) => `    at ${frame}`)].join("\n");
}

/** A frame of the program or of a package, at its place in the source; `undefined` for all other code. */
function programFrame(frame: string, positions: SourcePositions): string | undefined {
  const match = /^(.*?)\(?((?:file:\/\/)?\/[^()]*?):(\d+):(\d+)\)?$/.exec(frame);
  if (match === null) return undefined;
  const [, before = "", url = "", line = "", column = ""] = match;
  if (!positions.has(url)) return url.includes("/node_modules/") ? frame : undefined;
  const at = positions.column(url, Number(line), Number(column));
  if (at === undefined) return undefined;
  const place = `${url}:${line}:${at}`;
  const name = topLevelName(before.trim(), url);
  return name === "" || name === "async" ? `${name} ${place}`.trimStart() : `${name} (${place})`;
}

/** The function around a module's code comes from `eval`, and V8 calls it so. */
function topLevelName(name: string, url: string): string {
  const match = /^(async )?(?:Object\.)?eval$/.exec(name);
  if (match === null) return name;
  return url.startsWith("/") ? "Object.<anonymous>" : (match[1] ?? "").trim();
}

/** `name@url:line:column` and `async*name@…` in V8's form. */
function spiderMonkeyFrames(stack: string): readonly string[] {
  return stack
    .split("\n")
    .filter((line) => line.includes("@"))
    .map((line) => {
      const at = line.lastIndexOf("@", line.search(/(?:file:|blob:|https?:|\/|\[native)/));
      const isAsync = line.startsWith("async*");
      const name = line
        .slice(isAsync ? "async*".length : 0, Math.max(at, 0))
        .replace(/\/?<+$/, "")
        .replaceAll("/", ".");
      const place = line.slice(at + 1).replace(/^(.*?) line \d+ > eval(?=:)/, "$1");
      const prefix = isAsync ? "async " : "";
      return name === "" || name === "eval" ? `${prefix}${place}` : `${prefix}${name} (${place})`;
    });
}
