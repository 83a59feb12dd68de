/** Captured: a program does not see them. */
const { eval: evaluate } = globalThis;
const load = (globalThis as { importScripts?: (address: string) => void }).importScripts;

/** Found out before anybody changes what a stack looks like. */
const evalsHaveNames = String((evaluate("new Error()\n//# sourceURL=named-eval.js") as Error).stack).includes(
  "named-eval.js",
);

const SLOT = "__keepsakeScript";
/** A member, so that no anonymous function is named after it. */
const PREFIX = `this.${SLOT}=`;

/** By number: the URLs of scripts that were loaded from `data:` addresses. */
const urls: string[] = [];

const ADDRESS = /data:text\/javascript;script=(\d+),[^:\s]*:(\d+):(\d+)/g;

/**
 * Compiles a function expression in the global scope, as a script that is known by `url`: an indirect eval, which
 * unlike `new Function` adds no lines, so positions stay. JavaScriptCore names no eval in a stack; there a worker
 * loads the code as a script of its own.
 */
export function evaluateFunction(code: string, url: string): unknown {
  if (load === undefined || evalsHaveNames) return evaluate(`${code}\n//# sourceURL=${url}`);
  const number = urls.push(url) - 1;
  load(`data:text/javascript;script=${number},${encodeURIComponent(PREFIX + code)}`);
  const made: unknown = Reflect.get(globalThis, SLOT);
  Reflect.deleteProperty(globalThis, SLOT);
  return made;
}

/** Text with stack frames in it, the addresses of scripts replaced by their URLs. */
export function withScriptUrls(text: string): string {
  if (urls.length === 0 || !text.includes("data:text/javascript;script=")) return text;
  return text.replace(ADDRESS, (_all, number: string, line: string, column: string) => {
    const shift = line === "1" ? PREFIX.length : 0;
    return `${urls[Number(number)]}:${line}:${Number(column) - shift}`;
  });
}
