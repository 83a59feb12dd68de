import * as valkey from "../trial-stores/valkey.ts";
import { proveStore } from "./prove-store.ts";

proveStore("valkey", valkey);
