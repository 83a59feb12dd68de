import * as postgres from "../trial-stores/postgres.ts";
import { proveStore } from "./prove-store.ts";

proveStore("postgres", postgres);
