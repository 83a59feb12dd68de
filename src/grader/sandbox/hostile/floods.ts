import { HONEST, type HostileHandIn, WRONG } from "./hand-in.ts";

/** A server of \`node:http\` that does this with each request. */
function serving(handler: string): string {
  return `
    import { createServer } from "node:http";
    createServer((request, response) => { ${handler} }).listen(7148);`;
}

/** They use up the machine, or the patience of whoever waits. */
export const floods: readonly HostileHandIn[] = [
  {
    name: "forks without end",
    server: `
      import { fork, spawn } from "node:child_process";
      import { fileURLToPath } from "node:url";
      for (;;) {
        try { spawn(process.execPath, [fileURLToPath(import.meta.url)], { detached: true, stdio: "ignore" }).on("error", () => 0); } catch {}
        try { fork(fileURLToPath(import.meta.url)).on("error", () => 0); } catch {}
      }`,
  },
  {
    name: "starts timers without end",
    server: "const bomb = () => { for (;;) setTimeout(bomb, 0); }; bomb();",
  },
  {
    name: "fills the heap",
    server: "const all: unknown[] = []; for (;;) all.push(new Array(1000).fill(all.length));",
  },
  {
    name: "fills memory beside the heap",
    server: `
      const all: Buffer[] = [];
      for (;;) try { all.push(Buffer.alloc(16 * 1024 * 1024, 1)); } catch {}`,
  },
  {
    name: "fills the disk with one file",
    server: `
      import { appendFileSync } from "node:fs";
      const much = Buffer.alloc(8 * 1024 * 1024, 1);
      for (;;) for (const path of ["much", "/tmp/much", ".grade-much"]) try { appendFileSync(path, much); } catch {}`,
  },
  {
    name: "fills the disk with empty files",
    server: `
      import { mkdirSync, writeFileSync } from "node:fs";
      for (let n = 0; ; n += 1) try {
        if (n % 500 === 0) mkdirSync("d" + Math.floor(n / 500));
        writeFileSync("d" + Math.floor(n / 500) + "/" + n, "");
      } catch {}`,
  },
  {
    name: "makes folders in folders, deeper than a path can say",
    server: `
      import { mkdirSync } from "node:fs";
      try { for (let n = 0; n < 3000; n += 1) { mkdirSync("in"); process.chdir("in"); } } catch {}
      throw new Error("deep enough");`,
  },
  {
    name: "writes output without end",
    server: `const much = "x".repeat(1024 * 1024); for (;;) console.log(much);`,
  },
  {
    name: "writes to stderr without end, past the engine",
    server: `
      import { writeSync } from "node:fs";
      const much = "x".repeat(1024 * 1024);
      for (;;) try { writeSync(2, much); } catch {}`,
  },
  {
    name: "sends the engine messages without end",
    server: `
      import { writeSync } from "node:fs";
      const lines = '{"kind":"pong","memoryBytes":1,"cpuMs":1}\\n'.repeat(10_000);
      for (;;) try { writeSync(3, lines); } catch {}`,
  },
  {
    name: "sends the engine a line without end",
    server: `
      import { writeSync } from "node:fs";
      const line = "x".repeat(1024 * 1024);
      for (let n = 0; n < 10_000; n += 1) try { writeSync(3, line); } catch {}`,
  },
  {
    name: "announces four gigabytes of output",
    server: `
      import { writeSync } from "node:fs";
      writeSync(4, new Uint8Array([1, 255, 255, 255, 255]));
      const much = new Uint8Array(1024 * 1024);
      for (;;) try { writeSync(4, much); } catch {}`,
  },
  { name: "computes for ever at its start", server: "for (;;);" },
  { name: "computes for ever at a request", server: serving("for (;;);") },
  { name: "never answers", server: serving("") },
  {
    name: "answers without end",
    server: serving(`
      response.writeHead(200, { "content-type": "application/json" });
      const much = "[".repeat(1024 * 1024);
      const more = () => { while (response.write(much)); response.once("drain", more); };
      more();`),
  },
  {
    name: "answers a byte at a time",
    server: serving(`
      response.writeHead(200, { "content-type": "application/json" });
      setInterval(() => response.write(" "), 100);`),
  },
  {
    name: "answers with headers that are too large",
    server: serving(`
      for (let n = 0; n < 100; n += 1) response.setHeader("x-" + n, "x".repeat(10_000));
      response.end("{}");`),
  },
  {
    name: "sets ten thousand cookies",
    server: serving(`
      response.setHeader("set-cookie", Array.from({ length: 10_000 }, (_, n) => "c" + n + "=1"));
      response.end('{"count":1}');`),
  },
  {
    name: "answers with JSON a million levels deep",
    server: serving(`response.end("[".repeat(1_000_000) + "]".repeat(1_000_000));`),
  },
  {
    name: "answers with a small package of zeros that is large when opened",
    server: `
      import { gzipSync } from "node:zlib";
      const zeros = gzipSync(Buffer.alloc(100 * 1024 * 1024));
      ${serving(`response.setHeader("content-encoding", "gzip"); response.end(zeros);`)}`,
  },
  {
    name: "speaks no HTTP",
    server: `
      import { createServer } from "node:net";
      createServer((socket) => { socket.on("error", () => 0); socket.write("HTTP/9 999 \\0\\r\\n".repeat(1000)); }).listen(7148);`,
  },
  {
    name: "sends informational answers without end",
    server: serving(`
      const more = () => { while (request.socket.write("HTTP/1.1 103 Early Hints\\r\\n\\r\\n")); request.socket.once("drain", more); };
      more();`),
  },
  {
    name: "opens servers without end",
    server: `
      import { createServer } from "node:net";
      for (let port = 8000; port < 60_000; port += 1) createServer().on("error", () => 0).listen(port);
      ${WRONG}`,
  },
  {
    name: "ignores all signals, and starts what outlives it",
    mayWithoutPermissions: true,
    server: `
      for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => undefined);
      const { spawn } = await import("node:child_process");
      spawn(process.execPath, ["-e", "setInterval(() => 0, 9)"], { detached: true, stdio: "ignore" }).unref();
      ${HONEST.replace("import {", "const {").replace('} from "keepsake"', '} = await import("keepsake")')}`,
  },
  {
    name: "gives its session store a script that never ends",
    server: `
      import { connect } from "node:net";
      const script = "while true do end";
      connect(6399).on("error", () => 0).write("*3\\r\\n$4\\r\\nEVAL\\r\\n$" + script.length + "\\r\\n" + script + "\\r\\n$1\\r\\n0\\r\\n");
      ${WRONG}`,
  },
  {
    name: "fills its session store, and reads nothing of what it asks",
    server: `
      import { connect } from "node:net";
      const socket = connect(6399).on("error", () => 0);
      const much = "x".repeat(1024 * 1024);
      for (let n = 0; n < 100; n += 1) socket.write("*3\\r\\n$3\\r\\nSET\\r\\n$2\\r\\nk" + (n % 10) + "\\r\\n$1048576\\r\\n" + much + "\\r\\n*2\\r\\n$3\\r\\nGET\\r\\n$2\\r\\nk1\\r\\n");
      ${WRONG}`,
  },
];
