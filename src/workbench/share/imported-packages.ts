import type { TextFiles } from "../workspace.ts";

const patterns = [
  /\bfrom\s*["']([^"'\n]+)["']/g,
  /\bimport\s*\(?\s*["']([^"'\n]+)["']/g,
  /\brequire\s*\(\s*["']([^"'\n]+)["']/g,
];

/**
 * The names of the packages that these programs import, sorted. Read off the text, so that a program that does not even parse
 * can be taken home: a name in a comment or a string may be among them.
 */
export function importedPackages(files: TextFiles): string[] {
  const found = new Set<string>();
  for (const [path, text] of Object.entries(files)) {
    if (!/\.[cm]?[jt]s$/.test(path)) continue;
    for (const pattern of patterns) {
      for (const [, specifier = ""] of text.matchAll(pattern)) {
        const name = packageOf(specifier);
        if (name !== undefined) found.add(name);
      }
    }
  }
  return [...found].sort();
}

/** `undefined` for a file, a built-in module, an address, and what npm would call no package. */
function packageOf(specifier: string): string | undefined {
  const name = /^((@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*)(\/|$)/.exec(specifier)?.[1];
  return name === undefined || builtIn.has(name) ? undefined : name;
}

/** Node's own modules, where they go without "node:". */
const builtIn = new Set(
  (
    "assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs " +
    "http http2 https inspector module net os path perf_hooks process punycode querystring readline repl stream string_decoder " +
    "sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib"
  ).split(" "),
);
