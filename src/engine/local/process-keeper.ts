import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What the keeper is told. */
export type ToKeeper =
  | { readonly kind: "process" | "process-gone"; readonly pid: number }
  | { readonly kind: "folder" | "folder-gone"; readonly path: string };

const SCRIPT = fileURLToPath(new URL("keeper-process.ts", import.meta.url));

/**
 * A small process of its own that outlives this one for a moment: when this one is gone, however it went, it kills
 * what was left running and removes what was left lying. A program in an endless loop cannot see that its parent is
 * gone, and a parent that was killed cannot tell it.
 */
export class ProcessKeeper {
  #child: ChildProcess | undefined;

  /** Takes care of a process group from now on. Call it right after the process was started. */
  keep(pid: number): void {
    this.#send({ kind: "process", pid });
  }

  forget(pid: number): void {
    this.#send({ kind: "process-gone", pid });
  }

  /** Takes care of a temporary folder. */
  keepFolder(path: string): void {
    this.#send({ kind: "folder", path });
  }

  forgetFolder(path: string): void {
    this.#send({ kind: "folder-gone", path });
  }

  /** Lets the keeper do its work now, as if this process were gone. A later `keep` starts another. */
  end(): void {
    if (this.#child?.connected === true) this.#child.disconnect();
    this.#child = undefined;
  }

  #send(message: ToKeeper): void {
    const child = this.#running();
    if (child.connected) child.send(message, () => undefined);
  }

  #running(): ChildProcess {
    if (this.#child !== undefined) return this.#child;
    const child = spawn(process.execPath, ["--no-warnings", SCRIPT], {
      // Of its own group: Ctrl+C in the terminal is for the server, and the keeper goes after it.
      detached: true,
      env: process.env["SystemRoot"] === undefined ? {} : { SystemRoot: process.env["SystemRoot"] },
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      windowsHide: true,
    });
    child.on("error", () => undefined);
    child.unref();
    child.channel?.unref();
    this.#child = child;
    return child;
  }
}
