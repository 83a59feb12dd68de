/** The process behind `ProcessKeeper`: waits until the one who started it is gone, and clears up after it. */
import { rmSync } from "node:fs";
import { killGroup } from "./kill-group.ts";
import type { ToKeeper } from "./process-keeper.ts";

const processes = new Set<number>();
const folders = new Set<string>();

process.on("message", (message: ToKeeper) => {
  switch (message.kind) {
    case "process":
      processes.add(message.pid);
      break;
    case "process-gone":
      processes.delete(message.pid);
      break;
    case "folder":
      folders.add(message.path);
      break;
    case "folder-gone":
      folders.delete(message.path);
      break;
  }
});

process.once("disconnect", () => {
  for (const pid of processes) killGroup(pid);
  for (const path of folders) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  process.exit();
});
