import { readdirSync } from "node:fs";
import { join } from "node:path";
import { accountOf, runAs } from "./account.ts";
import { certificateFiles, makeCertificate } from "./certificate.ts";
import { type Place, startSqlServer, type TrialSqlServer } from "./sql-server.ts";

const VERSIONS = "/usr/lib/postgresql";

/** The newest PostgreSQL that is installed, which writes to disk when it likes. */
export async function startPostgres({
  certificateFor = "localhost",
}: {
  readonly certificateFor?: string;
} = {}): Promise<TrialSqlServer> {
  const account = await accountOf("postgres").catch(() => undefined);
  return startSqlServer({
    name: "PostgreSQL",
    debianPackage: "postgresql",
    account,
    // Does not wait for clients to go.
    stopSignal: "SIGINT",
    prepare: async ({ folder }) => {
      await makeCertificate(account, folder, certificateFor);
      await runAs(account, program("initdb"), [
        ...["-D", join(folder, "data"), "-U", "postgres", "--auth=trust", "--no-sync"],
        ...["--encoding=UTF8", "--locale=C.UTF-8"],
      ]);
    },
    command: ({ folder, port }) => ({
      command: program("postgres"),
      args: [
        ...["-c", "ssl=on", "-c", `ssl_cert_file=${certificateFiles(folder).certificate}`],
        ...["-c", `ssl_key_file=${certificateFiles(folder).key}`],
        ...["-D", join(folder, "data"), "-p", String(port), "-c", "listen_addresses=127.0.0.1"],
        ...["-c", `unix_socket_directories=${folder}`, "-c", "fsync=off", "-c", "max_connections=200"],
      ],
    }),
    firstUrl,
    makeDatabase: async (place) => firstUrl(place),
  });
}

function firstUrl({ port }: Place): string {
  return `postgres://postgres@127.0.0.1:${port}/postgres`;
}

function program(name: string): string {
  const versions = readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a));
  return join(VERSIONS, versions[0] ?? "", "bin", name);
}
