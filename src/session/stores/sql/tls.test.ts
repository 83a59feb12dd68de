import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { certificateFiles } from "../../trial-servers/certificate.ts";
import { startMariadb } from "../../trial-servers/mariadb.ts";
import { startPostgres } from "../../trial-servers/postgres.ts";
import type { TrialSqlServer } from "../../trial-servers/sql-server.ts";
import { engineOf } from "./sql-engine.ts";

describe.each([
  {
    name: "PostgreSQL",
    start: startPostgres,
    encrypted:
      "SELECT CASE WHEN ssl THEN 'yes' ELSE '' END AS answer FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
  },
  {
    name: "MariaDB",
    start: startMariadb,
    encrypted:
      "SELECT variable_value AS answer FROM information_schema.session_status WHERE variable_name = 'SSL_CIPHER'",
  },
])("connections to $name", ({ start, encrypted }) => {
  let server: TrialSqlServer;
  beforeAll(async () => {
    server = await start();
  }, 60_000);
  afterAll(() => server?.stop());

  const isEncrypted = async (parameters: string, host: string): Promise<boolean> => {
    const url = server.url.replace("127.0.0.1", host);
    const connection = await engineOf(url + parameters).connect(3000);
    const { rows } = await connection.query({ text: encrypted }, []);
    await connection.close();
    return Boolean(rows[0]?.["answer"]);
  };
  const signed = (mode: string) =>
    `?sslmode=${mode}&sslrootcert=${encodeURIComponent(certificateFiles(server.folder).certificate)}`;

  it("are in the clear, encrypted, or encrypted and verified, as the URL says", async () => {
    expect(await isEncrypted("", "localhost")).toBe(false);
    expect(await isEncrypted("?sslmode=disable", "localhost")).toBe(false);
    expect(await isEncrypted("?sslmode=require", "localhost")).toBe(true);
    expect(await isEncrypted(signed("verify-ca"), "localhost")).toBe(true);
    expect(await isEncrypted(signed("verify-full"), "localhost")).toBe(true);
  });

  it("are not made to a server that anybody could be", async () => {
    for (const mode of ["verify-ca", "verify-full"]) {
      await expect(isEncrypted(`?sslmode=${mode}`, "localhost")).rejects.toThrow(/self.signed certificate/i);
    }
  });

  it("are not made to a host that the certificate is not for", async () => {
    expect(await isEncrypted(signed("verify-ca"), "127.0.0.1")).toBe(true);
    await expect(isEncrypted(signed("verify-full"), "127.0.0.1")).rejects.toThrow(
      /IP: 127\.0\.0\.1 is not in the cert's list|needs the server's name/,
    );
  });

  it("are not made to a server with a good certificate of another", async () => {
    const other = await start({ certificateFor: "elsewhere.test" });
    try {
      const at = `?sslrootcert=${encodeURIComponent(certificateFiles(other.folder).certificate)}&sslmode=`;
      const url = other.url.replace("127.0.0.1", "localhost");
      await expect(engineOf(`${url}${at}verify-full`).connect(3000)).rejects.toThrow("altnames");
      await (await engineOf(`${url}${at}verify-ca`).connect(3000)).close();
    } finally {
      await other.stop();
    }
  });
});
