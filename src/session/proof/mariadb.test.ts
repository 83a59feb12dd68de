import * as mariadb from "../trial-stores/mariadb.ts";
import { proveStore } from "./prove-store.ts";

proveStore("mariadb", mariadb);
