import type { ContractCase } from "./case.ts";
import { getText, outputUntil, runToEnd, startServer } from "./program.ts";

export const errorCases: readonly ContractCase[] = [
  {
    name: "an error at import is printed as Node does, with the learner's position, and exits 1",
    async run(engine, assert) {
      const { stderr, stdout, status } = await runToEnd(engine, {
        "main.js": `import "./lib/prices.ts";\nconsole.log("not reached");\n`,
        "lib/prices.ts": [
          "interface Product {",
          "  price: number;",
          "}",
          "",
          "const product: Product | undefined = undefined;",
          "export const total = (product as unknown as Product).price * 2;",
          "",
        ].join("\n"),
      });
      assert.equal([stdout, status.code, status.reason], ["", 1, "exited"], "how it ended");
      assert.includes(stderr, "lib/prices.ts:6", "the position");
      assert.includes(stderr, "export const total = ", "the source line");
      assert.includes(stderr, "TypeError", "the error");
    },
  },
  {
    name: "an error thrown later is printed with its position and exits 1",
    async run(engine, assert) {
      const { stderr, status } = await runToEnd(engine, {
        "main.js": `setTimeout(() => {\n  const order = {};\n  order.items.push(1);\n}, 1);\nsetInterval(() => {}, 1000);\n`,
      });
      assert.equal(status, { code: 1, reason: "exited" }, "exit");
      assert.includes(stderr, "main.js:3:", "the position");
      assert.includes(stderr, "order.items.push(1);", "the source line");
    },
  },
  {
    name: "a syntax error is printed with its position and exits 1",
    async run(engine, assert) {
      const { stderr, status } = await runToEnd(engine, {
        "main.js": `const cart = [];\nconst = 3;\n`,
      });
      assert.equal(status, { code: 1, reason: "exited" }, "exit");
      assert.includes(stderr, "SyntaxError", "the error");
      assert.includes(stderr, "main.js:2", "the position");
    },
  },
  {
    name: "TypeScript that cannot be erased is refused in Node's words",
    async run(engine, assert) {
      const { stderr, status } = await runToEnd(
        engine,
        { "main.ts": "export enum Size {\n  Small,\n  Large,\n}\nconsole.log(Size.Small);\n" },
        "main.ts",
      );
      assert.equal(status, { code: 1, reason: "exited" }, "exit");
      assert.includes(stderr, "TypeScript enum is not supported in strip-only mode", "the message");
      assert.includes(stderr, "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX", "the code");
    },
  },
  {
    name: "a missing module is named",
    async run(engine, assert) {
      const file = await runToEnd(engine, { "main.js": `import "./nowhere.js";` });
      assert.includes(file.stderr, "ERR_MODULE_NOT_FOUND", "a missing file");
      assert.includes(file.stderr, "nowhere.js", "a missing file");
      const named = await runToEnd(engine, { "main.js": `import "no-such-package-anywhere";` });
      assert.includes(named.stderr, "no-such-package-anywhere", "a missing package");
      assert.equal([file.status.code, named.status.code], [1, 1], "exit codes");
    },
  },
  {
    name: "an unhandled rejection ends the program with its reason",
    async run(engine, assert) {
      const { stderr, status } = await runToEnd(engine, {
        "main.js": `async function load() {\n  throw new Error("no products");\n}\nload();\nsetInterval(() => {}, 1000);\n`,
      });
      assert.equal(status, { code: 1, reason: "exited" }, "exit");
      assert.includes(stderr, "no products", "the message");
      assert.includes(stderr, "main.js:2", "the position");
    },
  },
  {
    name: "a handled rejection and a caught error end nothing",
    async run(engine, assert) {
      const { output, status } = await runToEnd(engine, {
        "main.js": `
          process.on("uncaughtException", (error) => console.log("caught", error.message));
          process.on("unhandledRejection", (error) => console.log("rejected", error.message));
          Promise.reject(new Error("late")).catch(() => console.log("handled"));
          Promise.reject(new Error("one"));
          setTimeout(() => { throw new Error("two"); }, 100);
        `,
      });
      assert.equal(output, "handled\nrejected one\ncaught two\n", "output");
      assert.equal(status, { code: 0, reason: "exited" }, "exit");
    },
  },
  {
    name: "a handler that throws ends the server as in Node, and the waiting request is reset",
    async run(engine, assert) {
      const process = await startServer(
        engine,
        `import { createServer } from "node:http";
createServer((req, res) => {
  if (req.url === "/") return res.end("fine");
  throw new Error("in the handler");
}).listen(7148);
`,
      );
      assert.equal(await getText(engine, "/"), "fine", "a good request");
      await assert.rejects(getText(engine, "/throw"), "connection-reset", "the request that throws");
      assert.equal(await process.exit, { code: 1, reason: "exited" }, "exit");
      assert.includes(await outputUntil(process, "in the handler"), "main.js:4", "the position");
    },
  },
  {
    name: "a top-level await that never settles ends with code 13",
    async run(engine, assert) {
      const { status, stderr } = await runToEnd(engine, { "main.js": "await new Promise(() => {});\n" });
      assert.equal(status, { code: 13, reason: "exited" }, "exit");
      assert.includes(stderr, "unsettled top-level await", "stderr");
    },
  },
];
