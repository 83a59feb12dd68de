import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** The first cannot do without a server at all; of the second, two tests can. */
const FILES = ["src/session/stores/redis-steps.test.ts", "src/session/visit-context.test.ts"];

let nothing: string;
beforeAll(async () => {
  nothing = await mkdtemp(join(tmpdir(), "keepsake-no-programs-"));
});
afterAll(() => rm(nothing, { recursive: true }));

/** A test run on a machine without database servers: what it printed, and how it ended. */
function runWithout(environment: Readonly<Record<string, string>>): Promise<{ code: unknown; said: string }> {
  const { KEEPSAKE_REQUIRE_ALL: _, ...ours } = process.env;
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const env = { ...ours, NO_COLOR: "1", ...environment, PATH: nothing };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [vitest, "run", "--project", "node", ...FILES],
      { cwd: root, env },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, said: stdout + stderr }),
    );
  });
}

describe("where Redis is not installed", () => {
  it("a test that needs it is skipped by its name, with what to install, and the others run", async () => {
    const { code, said } = await runWithout({});
    expect(said).toMatch(/^skipped: src\/session\/stores\/redis-steps\.test\.ts > .+$/m);
    expect(said).toMatch(/^skipped: src\/session\/visit-context\.test\.ts > a store at start .+$/m);
    const reasons = said.match(/^skipped: .+\n.+$/gm)?.map((skipped) => skipped.split("\n")[1]?.trim());
    expect(new Set(reasons)).toEqual(new Set(["needs redis-server: install Debian's package of that name"]));
    expect(said).toMatch(/^[1-9]\d* passed, 0 failed, [1-9]\d* skipped$/m);
    expect(code).toBe(0);
  });

  it("fails where everything is demanded, as in CI", async () => {
    const { code, said } = await runWithout({ KEEPSAKE_REQUIRE_ALL: "1" });
    expect(said).toContain("needs redis-server: install Debian's package of that name");
    expect(code).toBe(1);
  });
});
