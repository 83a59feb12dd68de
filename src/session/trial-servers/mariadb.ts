import { join } from "node:path";
import { accountOf, runAs } from "./account.ts";
import { certificateFiles, makeCertificate } from "./certificate.ts";
import { runAlone, startSqlServer, type TrialSqlServer } from "./sql-server.ts";

/** MariaDB, with a database `keepsake` and no password. */
export async function startMariadb({
  certificateFor = "localhost",
}: {
  readonly certificateFor?: string;
} = {}): Promise<TrialSqlServer> {
  const account = await accountOf("mysql").catch(() => undefined);
  return startSqlServer({
    name: "MariaDB",
    debianPackage: "mariadb-server",
    account,
    stopSignal: "SIGTERM",
    prepare: async ({ folder }) => {
      await makeCertificate(account, folder, certificateFor);
      const args = [
        ...["--no-defaults", `--datadir=${join(folder, "data")}`, "--skip-test-db"],
        "--auth-root-authentication-method=normal",
      ];
      await runAs(account, "mariadb-install-db", args, environment(folder));
    },
    command: ({ folder, port }) => ({
      command: "mariadbd",
      args: [
        // First, as it must be.
        "--no-defaults",
        ...[
          `--ssl-cert=${certificateFiles(folder).certificate}`,
          `--ssl-key=${certificateFiles(folder).key}`,
        ],
        ...[`--datadir=${join(folder, "data")}`, `--port=${port}`],
        ...["--bind-address=127.0.0.1", `--socket=${join(folder, "s.sock")}`],
        ...[`--pid-file=${join(folder, "s.pid")}`, "--innodb-flush-log-at-trx-commit=2"],
        ...["--max-allowed-packet=64M", "--max-connections=300"],
      ],
      environment: environment(folder),
    }),
    firstUrl: ({ port }) => `mariadb://root@127.0.0.1:${port}/`,
    makeDatabase: async ({ port }) => {
      await runAlone(`mariadb://root@127.0.0.1:${port}/`, "CREATE DATABASE keepsake");
      return `mariadb://root@127.0.0.1:${port}/keepsake`;
    },
  });
}

/** In a shared folder for temporary files, one server that starts removes those of another. */
function environment(folder: string): Record<string, string> {
  return { TMPDIR: folder };
}
