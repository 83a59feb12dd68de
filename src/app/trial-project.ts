import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { MemoryStore } from "../session/stores/memory-store.ts";
import { type App, type AppOptions, createApp } from "./create-app.ts";

/** A folder with these files, gone when the test is over. */
export function trialFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "keepsake-app-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Listens on a free port until the test is over; the origin of its address. */
export async function trialServer(app: RequestListener): Promise<string> {
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An app of `createApp` with sessions in memory and these routes, listening; the origin of its address. */
export async function trialApp(
  routes: (app: App) => void,
  options: AppOptions = {},
  files: Readonly<Record<string, string>> = {},
): Promise<string> {
  const app = await createApp({
    folder: trialFolder(files),
    ...options,
    session: { store: new MemoryStore(), ...options.session },
  });
  routes(app);
  return trialServer(app);
}
