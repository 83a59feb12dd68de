import { startMariadb } from "../../trial-servers/mariadb.ts";
import { serverSuite } from "./server-suite.ts";

serverSuite("mariadb", startMariadb, {
  lock: (table) => `SELECT id FROM ${table} FOR UPDATE`,
  waiting: "SELECT COUNT(*) AS n FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'",
});
