import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { BACKENDS, CHECKS, HELD } from "./check-table.ts";

const src = fileURLToPath(new URL("../../", import.meta.url));
const vitest = join(src, "../node_modules/vitest/vitest.mjs");
const HELD_FILE = "session/cookie-held/held-visit.test.ts";

interface Listed {
  readonly file: string;
  readonly name: string;
}

/** All tests of these files, as Vitest collects them. */
async function collected(files: readonly string[]): Promise<readonly Listed[]> {
  const folder = await mkdtemp(join(tmpdir(), "keepsake-checks-"));
  try {
    const output = join(folder, "tests.json");
    const args = [vitest, "list", "--project", "node", "--no-static-parse", `--json=${output}`];
    const paths = files.map((file) => `src/${file}`);
    await promisify(execFile)(process.execPath, [...args, ...paths], {
      cwd: join(src, ".."),
      maxBuffer: 64 * 1024 * 1024,
    });
    const tests = JSON.parse(await readFile(output, "utf8")) as Listed[];
    return tests.map(({ file, name }) => ({ file: relative(src, file), name }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe("the 44 checks", () => {
  let tests: readonly Listed[];

  beforeAll(async () => {
    const files = CHECKS.flatMap((check) => check.files ?? []);
    tests = await collected([...new Set([...files, HELD_FILE, "session/proof/"])]);
  }, 120_000);

  /** The tests that a number is named in: "check 7: …", "checks 21 and 30: …". */
  const ofCheck = (number: number) =>
    tests.filter(({ name }) => new RegExp(`\\bchecks? (?:\\d+ and )?${number}(?: and \\d+)?:`).test(name));

  it("are all in the table, each once, each with a place", () => {
    expect(CHECKS.map(({ number }) => number)).toEqual(Array.from({ length: 44 }, (_, at) => at + 1));
    const without = CHECKS.filter((check) => !check.onBackends && !check.onHeldCookies && !check.files);
    expect(without).toEqual([]);
  });

  it("have a test of their name on every backend that they apply to, and a reason where not", () => {
    const missing: string[] = [];
    for (const { number, onBackends } of CHECKS) {
      for (const backend of BACKENDS) {
        const isThere = ofCheck(number).some(({ name }) => name.includes(`(${backend})`));
        const reason = onBackends?.not[backend];
        const applies = onBackends !== undefined && reason === undefined;
        if (applies && !isThere) missing.push(`check ${number} on ${backend}`);
        if (reason !== undefined && isThere)
          missing.push(`check ${number} runs on ${backend}; drop its reason`);
      }
    }
    expect(missing).toEqual([]);
  });

  it("have a test of their name for every codec of cookies that hold sessions", () => {
    const missing = CHECKS.filter((check) => check.onHeldCookies).flatMap(({ number }) =>
      HELD.filter(
        (codec) =>
          !ofCheck(number).some(
            ({ file, name }) => file === HELD_FILE && name.includes(`the ${codec} cookie`),
          ),
      ).map((codec) => `check ${number} on the ${codec} cookie`),
    );
    expect(missing).toEqual([]);
  });

  it("have a test of their name in each file that holds them", () => {
    const missing = CHECKS.flatMap(({ number, files = [] }) =>
      files
        .filter((file) => !ofCheck(number).some((test) => test.file === file))
        .map((file) => `check ${number} in ${file}`),
    );
    expect(missing).toEqual([]);
  });

  it("are proved on every backend whose suite there is", () => {
    const suites = new Set(
      tests.flatMap(({ name }) => /^[^>]*session ids \(([^)]+)\)/.exec(name)?.[1] ?? []),
    );
    const nested = tests.flatMap(({ name }) => /> session ids \(([^)]+)\)/.exec(name)?.[1] ?? []);
    expect([...new Set([...suites, ...nested])].sort()).toEqual([...BACKENDS].sort());
  });
});
