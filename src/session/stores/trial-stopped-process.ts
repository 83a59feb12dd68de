import process from "node:process";
import { withFileLock } from "./file-lock.ts";

/**
 * `node trial-stopped-process.ts FILE WHEN`: replaces FILE under its lock, but stops itself (SIGSTOP)
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
    await lock.write(JSON.stringify({ late: true, writer: lock.writer }));
    await lock.confirm();
    if (when === "before-renaming") stop();
    await lock.renameTo(path);
  });
  process.stdout.write("written\n");
} catch (error) {
  process.stdout.write(`refused ${String(error instanceof Error && "code" in error ? error.code : error)}\n`);
}
