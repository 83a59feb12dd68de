import type { ContractCase } from "./case.ts";
import { finished, nextEvent, outputUntil, PORT, spawnServer } from "./program.ts";

/** Answers each line with it in capitals, and counts its connections. */
const lineServer = `
  import { createServer } from "node:net";
  let open = 0;
  createServer((socket) => {
    open += 1;
    socket.on("close", () => { open -= 1; console.log("open", open); });
    socket.on("error", (error) => console.log("server", error.code));
    socket.on("data", (data) => socket.write(String(data).toUpperCase()));
  }).listen(${PORT});
`;

const packageFile = { "package.json": '{ "type": "module" }' };

export const socketCases: readonly ContractCase[] = [
  {
    name: "two processes talk over node:net, and both see the end",
    async run(engine, assert) {
      await engine.mount({
        ...packageFile,
        "server.js": lineServer,
        "client.js": `
          import { connect } from "node:net";
          const socket = connect(${PORT}, "localhost");
          let text = "";
          socket.on("data", (data) => { text += data; if (text.endsWith("TWO")) socket.end(); });
          socket.on("close", (hadError) => console.log(text, hadError));
          socket.write("one ");
          socket.write("two");
        `,
      });
      const server = await spawnServer(engine, "server.js");
      const client = await finished(await engine.spawn("node", ["client.js"]));
      assert.equal([client.output, client.status.code], ["ONE TWO false\n", 0], "the client");
      assert.includes(await outputUntil(server, "open 0"), "open 0", "the server");
    },
  },
  {
    name: "a reader of node:net that is slow holds the writer in another process back, and nothing is lost",
    async run(engine, assert) {
      await engine.mount({
        ...packageFile,
        "server.js": `
          import { createServer } from "node:net";
          createServer((socket) => {
            const chunk = Buffer.alloc(65536, "x");
            let sent = 0, waits = 0;
            const send = () => {
              while (sent < 200) {
                sent += 1;
                if (!socket.write(chunk)) { waits += 1; socket.once("drain", send); return; }
              }
              socket.end();
              console.log("waited", waits > 0);
            };
            send();
          }).listen(${PORT});
        `,
        "client.js": `
          import { connect } from "node:net";
          let bytes = 0;
          for await (const chunk of connect(${PORT}, "localhost")) {
            bytes += chunk.length;
            if (bytes % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
          }
          console.log(bytes);
        `,
      });
      const server = await spawnServer(engine, "server.js");
      const client = await finished(await engine.spawn("node", ["client.js"]));
      assert.equal(client.output, `${200 * 65_536}\n`, "bytes");
      assert.includes(await outputUntil(server, "waited"), "waited true", "the writer");
    },
  },
  {
    name: "the connections of a process that is killed end, and its port is free",
    async run(engine, assert) {
      await engine.mount({
        ...packageFile,
        "server.js": lineServer,
        "client.js": `
          import { connect } from "node:net";
          const socket = connect(${PORT}, "localhost");
          socket.on("connect", () => socket.write("here"));
          socket.on("data", (data) => console.log(String(data)));
          socket.on("error", (error) => console.log(error.code));
          socket.on("close", () => {
            console.log("closed");
            again();
          });
          // The system may end the connections of a process a moment before it stops listening for it.
          function again() {
            const next = connect(${PORT}, "localhost");
            next.on("error", (error) => {
              if (error.code !== "ECONNRESET") console.log(error.code, error.syscall);
            });
            next.on("close", () => {
              if (next.errored?.code !== "ECONNREFUSED") again();
            });
          }
        `,
      });
      const server = await spawnServer(engine, "server.js");
      const client = await engine.spawn("node", ["client.js"]);
      await outputUntil(client, "HERE");
      const freed = nextEvent(engine, "closed", (event) => event.port === PORT);
      await server.kill();
      await freed;
      const { output, status } = await finished(client);
      assert.includes(output, "closed\nECONNREFUSED connect\n", "the client");
      assert.equal([status.code, engine.listening()], [0, []], "afterwards");
    },
  },
  {
    name: "node:net and node:http share their ports",
    async run(engine, assert) {
      await engine.mount({
        ...packageFile,
        "server.js": lineServer,
        "second.js": `
          import { createServer } from "node:http";
          createServer().on("error", (error) => console.log(error.code)).listen(${PORT});
        `,
      });
      await spawnServer(engine, "server.js");
      const { output } = await finished(await engine.spawn("node", ["second.js"]));
      assert.equal(output, "EADDRINUSE\n", "the second server");
      await assert.rejects(
        engine.request(PORT, { method: "GET", target: "/", headers: [["Host", "localhost"]] }),
        "connection-reset",
        "an exchange with a server that speaks no HTTP",
      );
    },
  },
];
