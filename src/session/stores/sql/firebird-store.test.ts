import { start } from "../../trial-stores/firebird.ts";
import { serverSuite } from "./server-suite.ts";

serverSuite("firebird", start);
