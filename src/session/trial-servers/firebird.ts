import { chown, copyFile, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { accountOf, runAs } from "./account.ts";
import { type Place, startSqlServer, type TrialSqlServer } from "./sql-server.ts";

/** Where Debian puts the engine, and the database of users that a server begins with. */
const INSTALLED = "/usr/lib/x86_64-linux-gnu/firebird/3.0";
const USERS = "/var/lib/firebird/3.0/system/security3.fdb";

/** Firebird 3, with a database and the user SYSDBA. */
export async function startFirebird(): Promise<TrialSqlServer> {
  const account = await accountOf("firebird").catch(() => undefined);
  return startSqlServer({
    name: "Firebird",
    debianPackage: "firebird3.0-server",
    account,
    // It does not heed SIGTERM.
    stopSignal: "SIGKILL",
    // It was seen to die when a crowd of half-made connections broke off at once.
    isGuarded: true,
    async prepare(place) {
      const { folder } = place;
      for (const name of ["plugins", "intl", "lib", "firebird.msg", "plugins.conf"]) {
        await symlink(join(INSTALLED, name), join(folder, name));
      }
      const files = {
        "firebird.conf": configuration(place),
        "databases.conf": `security.db = ${folder}/security3.fdb\n{\n  RemoteAccess = false\n}\n`,
        "user.sql": USER,
        "database.sql": database(place),
      };
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
      await copyFile(USERS, join(folder, "security3.fdb"));
      for (const name of ["lock", "tmp"]) await mkdir(join(folder, name));
      if (account !== undefined) {
        for (const name of ["security3.fdb", "lock", "tmp"]) {
          await chown(join(folder, name), account.uid, account.gid);
        }
      }
      const sql = (name: string) =>
        runAs(
          account,
          "isql-fb",
          ["-q", "-user", "SYSDBA", "security.db", "-i", join(folder, name)],
          environment(place),
        );
      for (let isUsable = false; !isUsable; ) isUsable = (await sql("user.sql")).includes("usable");
      await sql("database.sql");
      // It need not outlive the machine.
      const unsynced = ["-user", "SYSDBA", "-write", "async", join(folder, "keepsake.fdb")];
      await runAs(account, "gfix", unsynced, environment(place));
    },
    command: (place) => ({ command: "/usr/sbin/firebird", args: [], environment: environment(place) }),
    firstUrl: url,
    makeDatabase: async (place) => url(place),
  });
}

function url({ folder, port }: Place): string {
  return `firebird://SYSDBA:keepsake@127.0.0.1:${port}/${folder}/keepsake.fdb`;
}

function environment({ folder }: Place): Record<string, string> {
  return {
    FIREBIRD: folder,
    FIREBIRD_LOCK: join(folder, "lock"),
    FIREBIRD_TMP: join(folder, "tmp"),
    // Firebird 3 tells local time only; leases must not depend on where the server stands.
    TZ: "America/St_Johns",
  };
}

function configuration({ folder, port }: Place): string {
  return [
    `RemoteServicePort = ${port}`,
    "RemoteBindAddress = 127.0.0.1",
    `SecurityDatabase = ${folder}/security3.fdb`,
    "AuthServer = Srp",
    "AuthClient = Srp",
    "UserManager = Srp",
    "WireCrypt = Enabled",
    `TempDirectories = ${folder}/tmp`,
    `DatabaseAccess = Restrict ${folder}`,
    "",
  ].join("\n");
}

/**
 * Draws a salt for the user, until it is one that node-firebird reads rightly: it is lost when the salt begins with
 * a zero, as one of sixteen does.
 */
const USER = `
CREATE OR ALTER USER SYSDBA PASSWORD 'keepsake' USING PLUGIN Srp;
COMMIT;
SET HEADING OFF;
SELECT 'usable' FROM plg$srp WHERE ASCII_VAL(SUBSTRING(plg$salt FROM 1 FOR 1)) > 15;
`;

/** Users with the salts that it reads wrongly: one digit short, and two. */
const ODD_USERS = `
CREATE USER ODD_SALT PASSWORD 'keepsake' USING PLUGIN Srp;
CREATE USER ODDER_SALT PASSWORD 'keepsake' USING PLUGIN Srp;
COMMIT;
UPDATE plg$srp SET plg$salt = x'0f' || SUBSTRING(plg$salt FROM 2) WHERE plg$user_name = 'ODD_SALT';
UPDATE plg$srp SET plg$salt = x'00ff' || SUBSTRING(plg$salt FROM 3) WHERE plg$user_name = 'ODDER_SALT';
COMMIT;
`;

function database({ folder }: Place): string {
  return `${ODD_USERS}CREATE DATABASE '${folder}/keepsake.fdb' USER 'SYSDBA' PAGE_SIZE 8192 DEFAULT CHARACTER SET UTF8;\nCOMMIT;\n`;
}
