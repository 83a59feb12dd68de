import { createServer, type Server, type Socket } from "node:net";
import type { RedisServer } from "../../../engine/inpage/redis/redis-server.ts";
import { encodedReply, RedisError, type Reply } from "../../../engine/inpage/redis/reply.ts";
import { RequestReader } from "../../../engine/inpage/redis/request-reader.ts";
import {
  CONNECTIONS_LIMIT,
  LONGEST_REQUEST_BYTES,
  RECEIVED_LIMIT_BYTES,
  refusalOf,
  UNREAD_LIMIT_BYTES,
} from "./store-guard.ts";

/** Serves a Redis to programs that nobody trusts. Past a limit a connection is broken off. */
export class GuardedServer {
  readonly #redis: RedisServer;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #receivedBytes = 0;

  private constructor(redis: RedisServer) {
    this.#redis = redis;
    this.#server = createServer({ noDelay: true }, (socket) => this.#serve(socket));
    this.#server.maxConnections = CONNECTIONS_LIMIT;
  }

  /** `path`: of the socket to make. */
  static listen(redis: RedisServer, path: string): Promise<GuardedServer> {
    const guarded = new GuardedServer(redis);
    return new Promise((resolve, reject) => {
      guarded.#server.once("error", reject).listen(path, () => resolve(guarded));
    });
  }

  /** Breaks off what is connected, what it has sent last included; the next program may send as much as the first. */
  reset(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    this.#receivedBytes = 0;
  }

  close(): Promise<void> {
    this.reset();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    const reader = new RequestReader();
    const send = (reply: Reply) => {
      socket.write(encodedReply(reply, client.protocol), "latin1");
    };
    const client = this.#redis.connect("program", send);
    const breakOff = () => {
      this.#sockets.delete(socket);
      socket.destroy();
    };
    const answer = (data: Buffer) => {
      if (!this.#sockets.has(socket) || client.isLeaving) return;
      socket.cork();
      try {
        reader.feed(data.toString("latin1"));
        for (let request = reader.next(); request !== undefined; request = reader.next()) {
          const reply = refusalOf(request) ?? this.#redis.handle(client, request);
          if (reply !== undefined) send(reply);
          if (client.isLeaving || socket.writableLength > UNREAD_LIMIT_BYTES) break;
        }
      } catch (error) {
        // Whatever a program has found to send: it harms its own connection alone.
        send(error instanceof RedisError ? error : new RedisError("ERR this cannot be answered"));
        client.isLeaving = true;
      }
      socket.uncork();
      if (client.isLeaving) socket.end();
      if (reader.waitingBytes > LONGEST_REQUEST_BYTES || socket.writableLength > UNREAD_LIMIT_BYTES)
        breakOff();
    };
    socket.on("data", (data) => {
      this.#receivedBytes += data.byteLength;
      if (this.#receivedBytes > RECEIVED_LIMIT_BYTES) breakOff();
      else afterAllSentBefore(() => answer(data));
    });
    socket.on("close", () =>
      afterAllSentBefore(() => {
        this.#sockets.delete(socket);
        this.#redis.disconnect(client);
      }),
    );
    // A program that breaks off has no more to be told.
    socket.on("error", () => socket.destroy());
  }
}

/**
 * Calls `act` when all has been read that was sent, by whatever socket, before what has just been read here. Sockets
 * that are ready together are read in any order, so a program's answer may come up after the change that it made later.
 * The first turn reads those that were ready with this one; the second, what came while they were being read.
 */
export function afterAllSentBefore(act: () => void): void {
  setImmediate(() => setImmediate(act));
}
