import * as backend from "../trial-stores/mongodb.ts";
import { proveStore } from "./prove-store.ts";

proveStore("mongodb", backend);
