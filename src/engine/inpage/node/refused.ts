const PAGE = "does not exist in the page's engine";

/** Modules of Node that a page cannot give, with the sentence that an import of it fails with. */
export const refusedModules: ReadonlyMap<string, string> = new Map(
  Object.entries({
    child_process: `node:child_process ${PAGE}: a page cannot start programs. Do the work in this process.`,
    cluster: `node:cluster ${PAGE}: use one process, or start the program twice on two ports.`,
    dgram: `node:dgram ${PAGE}: a page has no UDP. Use node:http between programs of this machine.`,
    dns: `node:dns ${PAGE}: this machine knows only its own ports. Use node:http with "localhost".`,
    "dns/promises": `node:dns ${PAGE}: this machine knows only its own ports. Use node:http with "localhost".`,
    domain: `node:domain ${PAGE}: it is deprecated. Use try/catch and process.on("uncaughtException").`,
    http2: `node:http2 ${PAGE}. Use node:http.`,
    https: `node:https ${PAGE}: there are no certificates here. Use node:http; the workbook's browsers speak https for it.`,
    inspector: `node:inspector ${PAGE}. Use console.log, or the browser's own developer tools.`,
    "inspector/promises": `node:inspector ${PAGE}. Use console.log, or the browser's own developer tools.`,
    "path/win32": `node:path/win32 ${PAGE}: paths here are POSIX paths. Use node:path.`,
    punycode: `node:punycode ${PAGE}: it is deprecated. Use url.domainToASCII.`,
    readline: `node:readline ${PAGE}: a program here has no terminal. Send it an HTTP request instead.`,
    "readline/promises": `node:readline ${PAGE}: a program here has no terminal. Send it an HTTP request instead.`,
    repl: `node:repl ${PAGE}: a program here has no terminal.`,
    sea: `node:sea ${PAGE}: there are no executables here.`,
    test: `node:test ${PAGE}. Tests of an exercise are Vitest files.`,
    "test/reporters": `node:test ${PAGE}. Tests of an exercise are Vitest files.`,
    tls: `node:tls ${PAGE}: there are no certificates here. Use node:http; the workbook's browsers speak https for it.`,
    trace_events: `node:trace_events ${PAGE}. Use node:diagnostics_channel.`,
    v8: `node:v8 ${PAGE}. Use structuredClone to copy values, JSON to store them.`,
    vm: `node:vm ${PAGE}. Import a module instead of evaluating text.`,
    wasi: `node:wasi ${PAGE}.`,
    worker_threads: `node:worker_threads ${PAGE}: every program is one worker already.`,
  }),
);
