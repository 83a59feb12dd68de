import { startPostgres } from "../../trial-servers/postgres.ts";
import { serverSuite } from "./server-suite.ts";

serverSuite("postgres", startPostgres);
