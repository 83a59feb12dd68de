import type { Client } from "../../../engine/inpage/redis/client.ts";
import type { RedisServer } from "../../../engine/inpage/redis/redis-server.ts";
import { RedisError, type Reply, Status } from "../../../engine/inpage/redis/reply.ts";
import { RedisFailure, type RedisLink, type SendTo } from "../../../session/stores/redis-link.ts";
import type { RedisScript } from "../../../session/stores/redis-scripts.ts";

/** A Redis of this process, as a store of this process speaks to it: without a socket between. */
export class OwnLink implements RedisLink {
  readonly isOneServer = true;
  readonly #server: RedisServer;
  readonly #client: Client;
  readonly #around: (act: () => void) => void;

  /** `around` is called with each step, and calls it at once. */
  constructor(server: RedisServer, around: (act: () => void) => void) {
    this.#server = server;
    this.#around = around;
    this.#client = server.connect("tests", () => undefined);
  }

  async open(): Promise<void> {}

  async close(): Promise<void> {
    this.#server.disconnect(this.#client);
  }

  async get(key: string): Promise<string | null> {
    return this.#ask(["GET", key]) as string | null;
  }

  async getAll(keys: readonly string[]): Promise<(string | null)[]> {
    return this.#ask(["MGET", ...keys]) as (string | null)[];
  }

  async send(command: string, ...args: readonly string[]): Promise<unknown> {
    return this.#ask([command, ...args]);
  }

  async run({ source }: RedisScript, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    return this.#ask(["EVAL", source, String(keys.length), ...keys, ...args]);
  }

  async eachServer(visit: (send: SendTo) => Promise<void>): Promise<void> {
    await visit((command, ...args) => this.send(command, ...args));
  }

  #ask(words: readonly string[]): unknown {
    let reply: Reply | undefined;
    this.#around(() => {
      reply = this.#server.handle(this.#client, words.map(lettersOf));
    });
    if (reply instanceof RedisError) throw new RedisFailure(`It answered: ${reply.message}`, "refused");
    return replyValue(reply);
  }
}

/** The server's texts are bytes, a letter for each. */
function lettersOf(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

function replyValue(reply: Reply | undefined): unknown {
  if (typeof reply === "string") return Buffer.from(reply, "latin1").toString("utf8");
  if (typeof reply === "bigint") return Number(reply);
  if (reply instanceof Status) return reply.text;
  return Array.isArray(reply) ? reply.map(replyValue) : reply;
}
