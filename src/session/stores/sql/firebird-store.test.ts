import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFirebird } from "../../trial-servers/firebird.ts";
import type { TrialSqlServer } from "../../trial-servers/sql-server.ts";
import { databaseStore } from "./database-store.ts";
import { serverSuite } from "./server-suite.ts";

serverSuite("firebird", startFirebird);

describe("a Firebird user whose salt the driver cannot read", () => {
  let server: TrialSqlServer;
  beforeAll(async () => {
    server = await startFirebird();
  });
  afterAll(() => server?.stop());

  it.each(["ODD_SALT", "ODDER_SALT"])("%s is not let in, and told what to do", async (user) => {
    const store = databaseStore(server.url.replace("SYSDBA", user));
    await expect(store.open?.()).rejects.toThrow("set the same password again (ALTER USER … PASSWORD …)");
    await store.close?.();
  });
});
