import { open } from "node:fs/promises";
import process from "node:process";

/**
 * Waits until the names in a folder stand on the disk. Where a folder cannot be opened, as on Windows, the system
 * keeps names safe by itself.
 */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
