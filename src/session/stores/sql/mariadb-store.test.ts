import { startMariadb } from "../../trial-servers/mariadb.ts";
import { serverSuite } from "./server-suite.ts";

serverSuite("mariadb", startMariadb);
