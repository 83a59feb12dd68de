import { rename, writeFile } from "node:fs/promises";
import process from "node:process";
import { withFileLock } from "./file-lock.ts";

/**
 * `node trial-stopped-process.ts FILE WHEN`: replaces FILE by "late" under its lock, but stops itself (SIGSTOP)
 * once before it writes, or between its last look at the lock and the rename. Prints what came of it.
 */
const [path = "", when] = process.argv.slice(2);

function stop(): void {
  process.stdout.write("stopping\n");
  process.kill(process.pid, "SIGSTOP");
}

try {
  await withFileLock(`${path}.lock`, async (lock) => {
    if (when === "before-writing") stop();
    await writeFile(lock.temporary, "late", { flag: "wx" });
    await lock.confirm();
    if (when === "before-renaming") stop();
    await rename(lock.temporary, path);
  });
  process.stdout.write("written\n");
} catch (error) {
  process.stdout.write(`refused ${String(error instanceof Error && "code" in error ? error.code : error)}\n`);
}
