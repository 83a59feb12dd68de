import type { ChildProcess } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";

/** Between two tries, so that the one who asks does not take the core from the one who is to answer. */
const AGAIN_AFTER_MS = 20;

/** The first answer of a program that is still starting. Rejects with what it `said` when it ends before. */
export async function firstAnswer(
  program: ChildProcess,
  address: string,
  said: () => string,
): Promise<Response> {
  while (program.exitCode === null && program.signalCode === null) {
    try {
      return await fetch(address);
    } catch {
      await pause(AGAIN_AFTER_MS);
    }
  }
  throw new Error(`The program ended before it answered:\n${said()}`);
}
