import { once } from "node:events";
import type * as Net from "node:net";

/** What a program sees of `node:net`, line by line: the same whoever made the module. */
export interface NetCase {
  readonly name: string;
  run(net: typeof Net, log: (line: string) => void): Promise<void>;
}

/** Logs the events of an emitter as they come. */
function watch(log: (line: string) => void, who: string, socket: Net.Socket): void {
  socket.on("connect", () => log(`${who} connect ${socket.readyState} ${socket.connecting}`));
  socket.on("ready", () => log(`${who} ready`));
  socket.on("end", () => log(`${who} end`));
  socket.on("finish", () => log(`${who} finish`));
  socket.on("timeout", () => log(`${who} timeout`));
  socket.on("error", (error: NodeJS.ErrnoException) => {
    log(
      `${who} error ${error.name} ${error.code} ${error.syscall} ${error.message.replace(/\d{4,5}/, "PORT")}`,
    );
  });
  socket.on("close", (hadError) => log(`${who} close ${hadError} ${socket.readyState}`));
}

async function listening(server: Net.Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as Net.AddressInfo).port;
}

async function closed(...emitters: readonly (Net.Socket | Net.Server)[]): Promise<void> {
  await Promise.all(emitters.map((one) => new Promise((resolve) => one.once("close", resolve))));
}

/** A server and a client that are connected; both log. */
async function pair(
  net: typeof Net,
  log: (line: string) => void,
  options: Net.ServerOpts & Net.SocketConstructorOpts = {},
): Promise<{ server: Net.Server; here: Net.Socket; there: Net.Socket; over: Promise<void> }> {
  const server = net.createServer(options);
  const port = await listening(server);
  const here = net.connect({ port, host: "127.0.0.1", ...options });
  watch(log, "client", here);
  const [[there]] = (await Promise.all([once(server, "connection"), once(here, "connect")])) as [
    [Net.Socket],
    unknown,
  ];
  watch(log, "server", there);
  return { server, here, there, over: closed(here, there) };
}

async function textOf(socket: Net.Socket): Promise<string> {
  let text = "";
  for await (const chunk of socket) text += String(chunk);
  return text;
}

const facts = (socket: Net.Socket): string =>
  JSON.stringify([
    ...[socket.localAddress, socket.localFamily, socket.remoteAddress, socket.remoteFamily],
    ...[typeof socket.localPort, typeof socket.remotePort, socket.pending, socket.readyState],
    ...[Object.keys(socket.address()), socket.timeout ?? 0, socket.bytesRead, socket.bytesWritten],
  ]);

export const netCases: readonly NetCase[] = [
  {
    name: "an echo, and the end of both sides",
    async run(net, log) {
      const { server, here, there, over } = await pair(net, log);
      log(`client ${facts(here)}`);
      log(`server ${facts(there)}`);
      there.on("data", (chunk) => there.write(String(chunk).toUpperCase()));
      here.write("hello ");
      here.end("world");
      log(await textOf(here));
      server.close();
      await Promise.all([closed(server), over]);
      log(`${here.bytesRead} ${here.bytesWritten} ${there.bytesRead} ${there.bytesWritten}`);
      log(`${here.destroyed} ${there.destroyed} ${server.listening} ${server.address()}`);
    },
  },
  {
    name: "a side that ends first goes on reading when half open is allowed",
    async run(net, log) {
      const { server, here, there, over } = await pair(net, log, { allowHalfOpen: true });
      const text = textOf(here);
      here.end("question");
      there.resume();
      await once(there, "end");
      log(`half ${there.readyState} ${here.readyState} ${there.writable}`);
      there.end("late answer");
      log(await text);
      server.close();
      await over;
    },
  },
  {
    name: "a write after the other has ended, where half open is not allowed",
    async run(net, log) {
      const { server, here, there, over } = await pair(net, log);
      here.end();
      there.resume();
      here.resume();
      await once(there, "end");
      there.write("too late", (error) => log(`callback ${error?.message}`));
      await over;
      server.close();
    },
  },
  {
    name: "a write after the own end",
    async run(net, log) {
      const { server, here, there, over } = await pair(net, log);
      there.resume();
      here.resume();
      here.end("x");
      here.write("y", (error) => log(`callback ${(error as NodeJS.ErrnoException | undefined)?.code}`));
      await over;
      server.close();
    },
  },
  {
    name: "nothing listens",
    async run(net, log) {
      const server = net.createServer();
      const port = await listening(server);
      server.close();
      await closed(server);
      const socket = net.connect(port, "127.0.0.1");
      log(`${socket.readyState} ${socket.connecting} ${socket.pending}`);
      watch(log, "client", socket);
      socket.write("lost", (error) => log(`callback ${(error as NodeJS.ErrnoException).code}`));
      await new Promise((resolve) => socket.once("close", resolve));
      log(`${socket.destroyed} ${socket.errored?.name} ${socket.readyState} ${socket.pending}`);
    },
  },
  {
    name: "destroy tells the other side that it ends",
    async run(net, log) {
      const { server, here, there, over } = await pair(net, log);
      there.resume();
      here.destroy();
      await over;
      server.close();
    },
  },
  {
    name: "destroy with an error is an error on the own side only",
    async run(net, log) {
      const { server, here, there, over } = await pair(net, log);
      there.resume();
      here.destroy(new Error("enough"));
      await over;
      server.close();
    },
  },
  {
    name: "a reset is an error on the other side",
    async run(net, log) {
      const { server, here, there, over } = await pair(net, log);
      there.resume();
      here.resetAndDestroy();
      await over;
      server.close();
    },
  },
  {
    name: "what is written before the connection is there is sent then",
    async run(net, log) {
      const server = net.createServer((socket) => socket.pipe(socket));
      const socket = net.connect(await listening(server), "127.0.0.1");
      log(`${socket.write("one ")} ${socket.writableLength} ${socket.bytesWritten}`);
      socket.write(Buffer.from("two "), () => log("two was sent"));
      socket.end("three");
      log(await textOf(socket));
      server.close();
    },
  },
  {
    name: "a reader that pauses holds the writer back, and nothing is lost",
    async run(net, log) {
      const { server, here, there, over } = await pair(net, log);
      there.pause();
      const chunk = Buffer.alloc(64 * 1024, "x");
      let sent = 0;
      while (sent < 16 * 1024 * 1024 && here.write(chunk)) sent += chunk.length;
      log(`held back ${sent < 16 * 1024 * 1024} ${here.writableNeedDrain}`);
      let received = 0;
      there.on("data", (data) => {
        received += data.length;
      });
      there.resume();
      await once(here, "drain");
      for (let more = 0; more < 100; more++) if (!here.write(chunk)) await once(here, "drain");
      here.end();
      await once(there, "end");
      log(`all there ${received === here.bytesWritten}`);
      there.end();
      await over;
      server.close();
    },
  },
  {
    name: "a time-out is told, and traffic puts it off",
    async run(net, log) {
      const { server, here, there, over } = await pair(net, log);
      log(`${here.setTimeout(5, () => log("told")) === here} ${here.timeout}`);
      there.resume();
      await once(here, "timeout");
      here.setTimeout(0);
      here.resume();
      here.end();
      await over;
      server.close();
    },
  },
  {
    name: "texts in an encoding, corked writes, pausing and pipes",
    async run(net, log) {
      const { server, here, there, over } = await pair(net, log);
      here.setEncoding("utf8");
      there.pipe(there);
      here.cork();
      for (const part of ["ä", "ö", "€"]) here.write(part);
      here.write("c3bc", "hex");
      process.nextTick(() => here.uncork());
      let text = "";
      here.on("data", (part: unknown) => {
        log(typeof part);
        text += part;
        if (text.length === 4) here.end();
      });
      await once(here, "end");
      log(text);
      await over;
      server.close();
    },
  },
  {
    name: "a server that closes lets its connections end, and takes no more",
    async run(net, log) {
      const { server, here, there, over } = await pair(net, log);
      const { port } = server.address() as Net.AddressInfo;
      server.close((error) => log(`closed ${error}`));
      log(`${server.listening} ${server.address()}`);
      const late = net.connect(port, "127.0.0.1");
      watch(log, "late", late);
      await new Promise((resolve) => late.once("close", resolve));
      await new Promise<void>((resolve) => {
        server.getConnections((_error, count) => {
          log(`connections ${count}`);
          resolve();
        });
      });
      there.resume();
      here.resume();
      here.end();
      await Promise.all([closed(server), over]);
      await new Promise<void>((resolve) => {
        server.close((error) => {
          log(`again ${(error as NodeJS.ErrnoException).code} ${error?.message}`);
          resolve();
        });
      });
    },
  },
  {
    name: "a server has one port, which no other gets",
    async run(net, log) {
      const first = net.createServer();
      const port = await listening(first);
      const second = net.createServer();
      second.on("error", (error: NodeJS.ErrnoException) => {
        log(`${error.code} ${error.syscall} ${error.message.replace(String(port), "PORT")}`);
      });
      second.listen(port, "127.0.0.1");
      await new Promise((resolve) => second.once("error", resolve));
      log(`${second.listening}`);
      try {
        first.listen(port);
      } catch (error) {
        log(`${(error as NodeJS.ErrnoException).code} ${(error as Error).message}`);
      }
      first.close();
      await closed(first);
      second.listen(port, "127.0.0.1", () => log("free again"));
      await once(second, "listening");
      second.close();
    },
  },
  {
    name: "more connections than the server takes are dropped",
    async run(net, log) {
      const { server, here, there, over } = await pair(net, log);
      server.maxConnections = 1;
      server.on("drop", (data) => log(`drop ${Object.keys(data ?? {}).join()} ${data?.localFamily}`));
      const more = net.connect((server.address() as Net.AddressInfo).port, "127.0.0.1");
      watch(log, "more", more);
      more.resume();
      await new Promise((resolve) => more.once("close", resolve));
      there.resume();
      here.resume();
      here.end();
      await over;
      server.close();
    },
  },
  {
    name: "arguments that are none",
    async run(net, log) {
      const tries: readonly (() => unknown)[] = [
        () => net.connect({ port: 70_000 }),
        () => net.connect({} as Net.TcpNetConnectOpts),
        () => net.connect({ port: "x" as unknown as number }),
        () => net.connect({ port: 1, host: 5 as unknown as string }),
        () => net.createServer().listen(-1),
        () => net.createServer().listen("70000"),
        () => net.createServer(1 as unknown as Net.ServerOpts),
        () => new net.Socket().setTimeout("x" as unknown as number),
        () => new net.Socket().setTimeout(-1),
        () => new net.Socket().setTimeout(1, "x" as unknown as () => void),
        () => new net.Socket().write(null as unknown as string),
      ];
      for (const run of tries) {
        try {
          log(`gives ${typeof run()}`);
        } catch (error) {
          log(
            `${(error as Error).name} ${(error as NodeJS.ErrnoException).code} ${(error as Error).message}`,
          );
        }
      }
      const addresses = ["127.0.0.1", "::1", "1.2.3", "fe80::1%eth0", "::ffff:1.2.3.4", "", "localhost"];
      log(addresses.map((one) => net.isIP(one)).join(" "));
    },
  },
  {
    name: "a signal ends a connection",
    async run(net, log) {
      const server = net.createServer((socket) => socket.resume());
      const abort = new AbortController();
      const socket = net.connect({ port: await listening(server), host: "127.0.0.1", signal: abort.signal });
      watch(log, "client", socket);
      await once(socket, "connect");
      abort.abort();
      await new Promise((resolve) => socket.once("close", resolve));
      log(`${socket.errored?.name}`);
      server.close();
    },
  },
];
