import { readFile, readlink } from "node:fs/promises";
import process from "node:process";
import type { ProcessIdentity } from "./process-identity.ts";

let known: Promise<ProcessIdentity> | undefined;

/** This process, as it signs locks and turns. */
export function thisProcess(): Promise<ProcessIdentity> {
  known ??= machineName().then((machine) =>
    machine === undefined ? { pid: process.pid } : { pid: process.pid, machine },
  );
  return known;
}

/**
 * Whether the other is known to be dead: a process of this machine and process namespace that is not there
 * any more. False when it lives or when nobody here can tell.
 */
export function isKnownDead(other: ProcessIdentity, own: ProcessIdentity): boolean {
  if (other.machine === undefined || other.machine !== own.machine) return false;
  if (other.pid === own.pid) return false;
  try {
    process.kill(other.pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

/**
 * On Linux the boot and the process namespace, so that two containers with one volume never take each other's
 * processes for dead. The in-page engine has a boot of its own and no namespaces. Elsewhere the host's name.
 * Undefined where none is known.
 */
async function machineName(): Promise<string | undefined> {
  if (process.platform !== "linux") return process.getBuiltinModule("node:os").hostname();
  try {
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
    const namespace = await readlink("/proc/self/ns/pid").catch(() => "the only one");
    return `${boot.trim()} ${namespace}`;
  } catch {
    return undefined;
  }
}
