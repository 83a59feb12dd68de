import * as sqlite from "../trial-stores/sqlite.ts";
import { proveStore } from "./prove-store.ts";

proveStore("sqlite", sqlite);
