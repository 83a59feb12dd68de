import type { AddressInfo } from "node:net";
import process from "node:process";
import { FileStore } from "./stores/file-store.ts";
import { trialApp } from "./trial-app.ts";

/** `node trial-program.ts FOLDER`: the trial app on the file store, in a process of its own; prints its port. */
const [folder] = process.argv.slice(2);
if (folder === undefined)
  throw new Error("Say which folder keeps the sessions: node trial-program.ts FOLDER");
const app = trialApp({ store: new FileStore({ folder }), turnWaitMs: 30_000 });
// A request that takes its turn and never ends, to be killed with its process.
app.post("/hang", (req) => {
  req.session.set("hung", true);
});
const server = app.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
