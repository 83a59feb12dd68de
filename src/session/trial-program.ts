import type { AddressInfo } from "node:net";
import process from "node:process";
import { racingApp } from "./trial-app.ts";
import { storeOfSpec } from "./trial-stores/trial-store.ts";

/**
 * `node trial-program.ts SPEC`: the racing app on the store that SPEC names (`file:/tmp/x`), in a process of
 * its own. Prints its port, then a line for each request that hangs.
 */
const [spec] = process.argv.slice(2);
if (spec === undefined)
  throw new Error("Say which store keeps the sessions: node trial-program.ts file:FOLDER");
const app = racingApp(await storeOfSpec(spec), () => process.stdout.write("hangs\n"));
const server = app.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
