import { start } from "../../trial-stores/postgres.ts";
import { serverSuite } from "./server-suite.ts";

serverSuite("postgres", start);
