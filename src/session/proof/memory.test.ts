import * as memory from "../trial-stores/memory.ts";
import { proveStore } from "./prove-store.ts";

proveStore("memory", memory);
