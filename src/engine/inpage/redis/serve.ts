import { createServer, type Server, type Socket } from "node:net";
import { type RedisOptions, RedisServer } from "./redis-server.ts";
import { encodedReply, RedisError, type Reply } from "./reply.ts";
import { RequestReader } from "./request-reader.ts";

export interface ServedRedis {
  readonly redis: RedisServer;
  readonly server: Server;
}

/** How often what has ended is dropped, for keys that nobody asks for. */
const SWEEP_MS = 100;

/** A server that listens; it emits 'listening' or 'error' as servers of `node:net` do. */
export function serveRedis(options: RedisOptions): ServedRedis {
  const redis = new RedisServer(options);
  const server = createServer({ noDelay: true }, (socket) => serveSocket(redis, socket));
  const sweeping = setInterval(() => redis.sweep(), SWEEP_MS).unref();
  server.on("close", () => clearInterval(sweeping));
  server.listen(options.port);
  return { redis, server };
}

function serveSocket(redis: RedisServer, socket: Socket): void {
  const reader = new RequestReader();
  const send = (reply: Reply) => {
    socket.write(encodedReply(reply, client.protocol), "latin1");
  };
  const client = redis.connect(`127.0.0.1:${socket.remotePort}`, send);
  socket.on("data", (data) => {
    reader.feed(data.toString("latin1"));
    socket.cork();
    try {
      for (let request = reader.next(); request !== undefined; request = reader.next()) {
        const reply = redis.handle(client, request);
        if (reply !== undefined) send(reply);
        if (client.isLeaving) break;
      }
    } catch (error) {
      if (!(error instanceof RedisError)) throw error;
      send(error);
      client.isLeaving = true;
    } finally {
      socket.uncork();
    }
    if (client.isLeaving) socket.end();
  });
  socket.on("close", () => redis.disconnect(client));
  // A client that breaks off has no more to be told.
  socket.on("error", () => socket.destroy());
}
