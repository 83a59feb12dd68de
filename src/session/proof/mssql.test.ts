import * as backend from "../trial-stores/mssql.ts";
import { proveStore } from "./prove-store.ts";

proveStore("mssql", backend);
