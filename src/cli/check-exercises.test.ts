import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

/** More than a thousand tests on real Node. */
const LIMIT_MS = 480_000;

it(
  "every starter fails, every solution and variant passes, every mutant fails where it says",
  async () => {
    const script = fileURLToPath(new URL("check-exercises.ts", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [script]).catch(
      (error: { readonly stdout: string; readonly stderr: string }) => {
        throw new Error(`${error.stdout}\n${error.stderr}`);
      },
    );
    expect(stdout).toMatch(/^✓ \d+ exercises? in order/m);
  },
  LIMIT_MS,
);
