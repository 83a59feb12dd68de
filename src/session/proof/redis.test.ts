import * as redis from "../trial-stores/redis.ts";
import { proveStore } from "./prove-store.ts";

proveStore("redis", redis);
