/**
 * The engine's half inside the container: a local engine whose verbs are called over the terminal. Runs in
 * Node, as the bundle `machine.mjs`, beside `preload.mjs` and the packages that programs may import.
 */
import { readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bootLocalEngine } from "../local/local-engine.ts";
import { Link } from "../remote/link.ts";
import { engineHandlers, tellEvents } from "../remote/serve-engine.ts";
import { LineReader, toLines } from "./lines.ts";
import { type MachineReady, PACKAGES_FOLDER, PRELOAD_SCRIPT, READY } from "./machine-messages.ts";

const here = (file: string) => new URL(file, import.meta.url);

const engine = await bootLocalEngine({
  preload: here(PRELOAD_SCRIPT).href,
  linkPackages: async (folder) => {
    const packages = fileURLToPath(here(PACKAGES_FOLDER));
    const names = await readdir(packages);
    await Promise.all(names.map((name) => symlink(join(packages, name), join(folder, name), "junction")));
  },
});

const link = new Link({
  send: (message) => process.stdout.write(toLines("machine", message)),
  handlers: engineHandlers(engine),
});
const reader = new LineReader("page", (message) => link.receive(message));

tellEvents(engine, link);

// A terminal would echo each line, and hold back long ones.
if (process.stdin.isTTY) process.stdin.setRawMode(true);
process.stdin.setEncoding("utf8");
process.stdin.on("data", (text: string) => reader.push(text));
process.stdin.once("end", () => engine.teardown().finally(() => process.exit()));
const ready: MachineReady = { nodeVersion: process.version, folder: engine.folder };
link.tell(READY, ready);
