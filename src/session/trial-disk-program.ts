import { execFile } from "node:child_process";
import { readdir, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { FileStore } from "./stores/file-store.ts";
import { trialApp } from "./trial-app.ts";

/**
 * `node trial-disk-program.ts FOLDER`: the trial app on the file store, on a small disk of its own that is
 * mounted at FOLDER, with routes for what happens to disks. Prints its port; what the app logs is at `/log`.
 */
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Say where the disk is: node trial-disk-program.ts FOLDER");
const sessions = join(folder, "sessions");
const filler = join(folder, "filler");
const logged: string[] = [];
const log = (message: string) => logged.push(message);
const app = trialApp({ store: new FileStore({ folder: sessions, log }), log });
const run = promisify(execFile);

app.put("/disk/full", async (_req, res) => {
  // Larger pieces first, so that it is quick; then what is left.
  for (const size of [4096, 256, 1]) {
    try {
      while (true) await writeFile(filler, "x".repeat(size), { flag: "a" });
    } catch (error) {
      if (!String(error).includes("ENOSPC")) throw error;
    }
  }
  res.json({});
});
app.put("/disk/freed", async (_req, res) => {
  await rm(filler);
  res.json({});
});
app.put("/disk/:mode", async (req, res) => {
  await run("mount", ["-o", `remount,${req.params.mode === "read-only" ? "ro" : "rw"}`, folder]);
  res.json({});
});
app.put("/truncate", async (_req, res) => {
  const names = (await readdir(sessions)).filter((name) => name.endsWith(".json"));
  for (const name of names) await writeFile(join(sessions, name), '{"data":{"cart":[0');
  res.json({});
});
app.get("/names", async (_req, res) => {
  res.json(await readdir(sessions));
});
app.get("/log", (_req, res) => {
  res.json(logged);
});
const server = app.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
