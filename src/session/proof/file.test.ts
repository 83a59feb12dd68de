import * as file from "../trial-stores/file.ts";
import { proveStore } from "./prove-store.ts";

proveStore("file", file);
