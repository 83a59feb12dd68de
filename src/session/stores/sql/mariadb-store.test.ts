import { start } from "../../trial-stores/mariadb.ts";
import { serverSuite } from "./server-suite.ts";

serverSuite("mariadb", start);
