import { join } from "node:path";
import { accountOf, runAs } from "./account.ts";
import { runAlone, startSqlServer, type TrialSqlServer } from "./sql-server.ts";

/** MariaDB, with a database `keepsake` and no password. */
export async function startMariadb(): Promise<TrialSqlServer> {
  const account = await accountOf("mysql").catch(() => undefined);
  return startSqlServer({
    name: "MariaDB",
    debianPackage: "mariadb-server",
    account,
    stopSignal: "SIGTERM",
    prepare: async ({ folder }) => {
      await runAs(account, "mariadb-install-db", [
        ...["--no-defaults", `--datadir=${join(folder, "data")}`, "--skip-test-db"],
        "--auth-root-authentication-method=normal",
      ]);
    },
    command: ({ folder, port }) => ({
      command: "mariadbd",
      args: [
        ...["--no-defaults", `--datadir=${join(folder, "data")}`, `--port=${port}`],
        ...["--bind-address=127.0.0.1", `--socket=${join(folder, "s.sock")}`],
        ...[`--pid-file=${join(folder, "s.pid")}`, "--innodb-flush-log-at-trx-commit=2"],
        ...["--max-allowed-packet=64M", "--max-connections=300"],
      ],
    }),
    firstUrl: ({ port }) => `mariadb://root@127.0.0.1:${port}/`,
    makeDatabase: async ({ port }) => {
      await runAlone(`mariadb://root@127.0.0.1:${port}/`, "CREATE DATABASE keepsake");
      return `mariadb://root@127.0.0.1:${port}/keepsake`;
    },
  });
}
