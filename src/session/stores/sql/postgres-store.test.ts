import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPostgres } from "../../trial-servers/postgres.ts";
import type { TrialSqlServer } from "../../trial-servers/sql-server.ts";
import { serverSuite } from "./server-suite.ts";
import { engineOf } from "./sql-engine.ts";
import { SqlPool } from "./sql-pool.ts";

serverSuite("postgres", startPostgres, {
  lock: (table) => `LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`,
  waiting: "SELECT count(*) AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
});

describe("a PostgreSQL statement that takes too long", () => {
  let server: TrialSqlServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());

  it("is given up by the server too, in the words of our own time-out", async () => {
    const connection = await engineOf(server.url).connect(5000, 100);
    await expect(connection.query({ text: "SELECT pg_sleep(600)" }, [])).rejects.toMatchObject({
      kind: "unreachable",
      message: "no answer within 100 ms",
    });
    expect(connection.isUsable()).toBe(true);
    expect((await connection.query({ text: "SELECT 1 AS one" }, [])).rows).toEqual([{ one: 1 }]);
    await connection.close();
  });

  it("is told from one that somebody canceled", async () => {
    const connection = await engineOf(server.url).connect(5000, 60_000);
    const canceled = connection.query({ text: "SELECT pg_cancel_backend(pg_backend_pid())" }, []);
    await expect(canceled).rejects.toMatchObject({ kind: "refused", engineCode: "57014" });
    await connection.close();
  });

  it.each(["", "?prepare=false"])("is not told to a pooler that takes no parameters (%j)", async (more) => {
    const refused: string[] = [];
    const pooler = await poolerBefore(server.port, (startup) => refused.push(startup));
    const { port } = pooler.address() as AddressInfo;
    const pool = new SqlPool(engineOf(server.url.replace(`:${server.port}`, `:${port}`) + more));
    const loads = Array.from({ length: 4 }, () => pool.query({ text: "SELECT 1 AS one" }));
    for (const { rows } of await Promise.all(loads)) expect(rows).toEqual([{ one: 1 }]);
    expect(refused.length > 0).toBe(more === "");
    await pool.close();
    pooler.close();
  });
});

/** Hands everything on, but for a startup message that wants what PgBouncer does not take. */
async function poolerBefore(port: number, refuse: (startup: string) => void): Promise<Server> {
  const pooler = createServer((client) => {
    client.on("error", () => {});
    client.once("data", (startup) => {
      if (startup.includes("statement_timeout")) {
        refuse(startup.toString("latin1"));
        const fields = "SFATAL\0C08P01\0Munsupported startup parameter: statement_timeout\0\0";
        const head = Buffer.from("E\0\0\0\0", "latin1");
        head.writeUInt32BE(fields.length + 4, 1);
        client.end(Buffer.concat([head, Buffer.from(fields)]));
        return;
      }
      const server = connect(port, "127.0.0.1");
      server.on("error", () => {});
      server.write(startup);
      client.pipe(server);
      server.pipe(client);
    });
  });
  pooler.listen(0, "127.0.0.1");
  await once(pooler, "listening");
  return pooler;
}
