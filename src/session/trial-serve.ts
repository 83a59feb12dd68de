import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Express } from "express";

/** The app on a free port of 127.0.0.1 while `work` runs with its address; then its connections are ended. */
export async function whileServed<T>(app: Express, work: (address: string) => Promise<T>): Promise<T> {
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
