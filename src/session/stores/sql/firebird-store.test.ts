import { startFirebird } from "../../trial-servers/firebird.ts";
import { serverSuite } from "./server-suite.ts";

serverSuite("firebird", startFirebird);
