import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { flaskSessionFileStore } from "../stores/flask-session-file-store.ts";
import type { TrialBackend } from "./trial-store.ts";

export async function start(): Promise<TrialBackend> {
  const base = await mkdtemp(join(tmpdir(), "keepsake-flask-session-"));
  return {
    async open({ nowMs } = {}) {
      const folder = await mkdtemp(join(base, "trial-"));
      const options = { folder, ...(nowMs === undefined ? {} : { nowMs }) };
      return {
        store: flaskSessionFileStore(options),
        other: flaskSessionFileStore(options),
        spec: `flask-session-file:${folder}`,
        dump: () => dump(folder),
        close: async () => {},
      };
    },
    stop: () => rm(base, { recursive: true, force: true }),
  };
}

/** A folder. */
export function storeAt(at: string) {
  return flaskSessionFileStore({ folder: at });
}

async function dump(folder: string): Promise<string> {
  const files = await readdir(folder, { withFileTypes: true, recursive: true });
  const texts = files
    .filter((file) => file.isFile())
    .map(async (file) => `${file.name} = ${await readFile(join(file.parentPath, file.name), "latin1")}`);
  return (await Promise.all(texts)).join("\n");
}
