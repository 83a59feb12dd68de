import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { whyNoSandbox } from "./trial-sandbox.ts";

const SCRIPT = fileURLToPath(new URL("trial-grader.ts", import.meta.url));

/** All processes that descend from one. */
function descendants(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      parents.set(Number(name), Number(stat.split(") ").at(-1)?.split(" ")[1]));
    } catch {
      // It has just ended.
    }
  }
  const below = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === root || (parent !== 0 && below(parent)));
  };
  return [...parents.keys()].filter(below);
}

test.each([["in the sandbox"], ["unsafe"]])(
  "a grader that is killed leaves nothing running: %s",
  { timeout: 120_000 },
  async (how) => {
    const missing = await whyNoSandbox();
    if (missing !== undefined && how !== "unsafe") return;
    const grader = spawn(process.execPath, [SCRIPT, how], { stdio: ["ignore", "pipe", "inherit"] });
    await once(grader.stdout, "data");
    // In the sandbox: bubblewrap, its first process and Node, and the same again for the program.
    const least = how === "unsafe" ? 2 : 6;
    const running = await vi.waitFor(
      () => {
        const found = descendants(grader.pid ?? 0);
        expect(found.length).toBeGreaterThanOrEqual(least);
        return found;
      },
      { timeout: 60_000 },
    );
    grader.kill("SIGKILL");
    await once(grader, "exit");
    await vi.waitFor(() => expect(running.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]), {
      timeout: 30_000,
    });
  },
);
