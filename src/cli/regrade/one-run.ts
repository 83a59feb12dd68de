import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

const LOCK = "running";

/** Another run is at work in the same folder. The message says what to do. */
export class RunningError extends Error {
  override readonly name = "RunningError";
}

/**
 * Takes a folder for this process, and gives it back with what is returned. A process that was killed does not hold
 * it. Rejects with a RunningError while another one does.
 */
export async function takeFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, LOCK);
  for (;;) {
    try {
      const file = await open(path, "wx", 0o600);
      await file.writeFile(String(process.pid));
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    const owner = Number(await readFile(path, "utf8").catch(() => ""));
    if (Number.isInteger(owner) && owner > 0 && owner !== process.pid && isAlive(owner)) {
      throw new RunningError(
        `Another run (process ${owner}) is at work in ${folder}. Wait for it, or choose another --out. If there is none, delete the file ${path}.`,
      );
    }
    await rm(path, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
