import type { Server } from "node:http";

/** Stops the servers: no new requests; those under way may finish, until `timeoutMs` is over. */
export async function closeServers(servers: ReadonlySet<Server>, timeoutMs: number): Promise<void> {
  await Promise.all([...servers].map((server) => closeServer(server, timeoutMs)));
}

function closeServer(server: Server, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => server.closeAllConnections(), timeoutMs);
    // Its error only says that it was closed before.
    server.close(() => {
      clearTimeout(impatience);
      resolve();
    });
    server.closeIdleConnections();
  });
}
