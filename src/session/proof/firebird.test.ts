import * as firebird from "../trial-stores/firebird.ts";
import { proveStore } from "./prove-store.ts";

proveStore("firebird", firebird);
