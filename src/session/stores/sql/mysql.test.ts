import { once } from "node:events";
import type { AddressInfo, Server, Socket } from "node:net";
import { createServer } from "mysql2";
import { expect, it } from "vitest";
import { engineOf } from "./sql-engine.ts";

it("leaves no connection to a server that signs it in and is silent then", async () => {
  const sockets: Socket[] = [];
  const server = createServer((connection) => {
    const { stream } = connection as unknown as { stream: Socket };
    sockets.push(stream);
    connection.on("error", () => {});
    connection.serverHandshake({
      protocolVersion: 10,
      serverVersion: "8.0.0",
      connectionId: 1,
      statusFlags: 2,
      characterSet: 45,
      // All but TLS.
      capabilityFlags: 0xffffff & ~0x800,
    });
    connection.on("query", () => {});
  });
  const { _server: listener } = server as unknown as { readonly _server: Server };
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  const engine = engineOf(`mysql://somebody:s3cret@127.0.0.1:${port}/shop`);
  await expect(engine.connect(500)).rejects.toMatchObject({ kind: "unreachable" });
  await expect.poll(() => sockets.map((socket) => socket.destroyed)).toEqual([true]);
  listener.close();
});
