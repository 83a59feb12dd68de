/** In place of node:tls for the drivers of Redis. */
export function connect(): never {
  throw new Error("There are no certificates in the page's engine: connect to Redis without TLS.");
}
