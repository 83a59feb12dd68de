import process from "node:process";
import { EMPTY_PATCH, type Patch } from "../patch.ts";
import { FileStore } from "./file-store.ts";

/**
 * `node trial-stopped-turn.ts FOLDER KEY`: takes the session's turn, stops itself (SIGSTOP) in the same moment, and
 * writes with the turn when it goes on. Prints what came of it.
 */
const [folder = "", key = ""] = process.argv.slice(2);

const store = new FileStore({ folder });
const turn = await store.takeTurn(key, { route: "POST /stopped", leaseMs: 60_000, waitMs: 1000 });
if (turn.outcome !== "taken") throw new Error("The turn was not free.");
process.stdout.write("stopping\n");
process.kill(process.pid, "SIGSTOP");
const patch: Patch = { ...EMPTY_PATCH, changes: new Map([["there", { kind: "set", json: "1" }]]) };
const { outcome } = await store.patch(key, patch, { turn: turn.token, release: true });
process.stdout.write(`${outcome}\n`);
