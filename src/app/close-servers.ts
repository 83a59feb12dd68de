import type { Server } from "node:http";
import type { Socket } from "node:net";

/** A server, and its open connections: also those that have become something else, as WebSockets do. */
export interface OpenServer {
  readonly server: Server;
  readonly connections: ReadonlySet<Socket>;
}

/** To be asked before the first connection: Node forgets those that were upgraded. */
export function watched(server: Server): OpenServer {
  const connections = new Set<Socket>();
  server.on("connection", (socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  return { server, connections };
}

/** Stops the servers: no new requests; those under way may finish, until `timeoutMs` is over. */
export async function closeServers(servers: Iterable<OpenServer>, timeoutMs: number): Promise<void> {
  await Promise.all([...servers].map((each) => closeServer(each, timeoutMs)));
}

function closeServer({ server, connections }: OpenServer, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => {
      for (const socket of connections) socket.destroy();
    }, timeoutMs);
    // Its error only says that it was closed before.
    server.close(() => {
      clearTimeout(impatience);
      resolve();
    });
    server.closeIdleConnections();
  });
}
