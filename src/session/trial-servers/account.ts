import { execFile } from "node:child_process";
import process from "node:process";
import { promisify } from "node:util";
import { isMissing, NotInstalledError } from "./not-installed.ts";
import type { Account } from "./server-process.ts";

const run = promisify(execFile);

/** Servers that refuse to run as root get the account that their package made. Undefined: we are not root. */
export async function accountOf(name: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/**
 * Runs a program to its end, as another account where one is given: what it printed. Rejects with what it said, and
 * with a {@link NotInstalledError} where there is no such program.
 */
export async function runAs(
  account: Account | undefined,
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  try {
    const { stdout } = await run(command, [...args], {
      ...account,
      env: { ...process.env, ...environment },
      timeout: 60_000,
    });
    return stdout;
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new NotInstalledError(`needs ${command}, which is not installed`, { cause: error });
  }
}
