import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import LongestFirst from "./src/cli/longest-first.ts";

const alias = {
  "keepsake/grader": fileURLToPath(new URL("src/grader/index.ts", import.meta.url)),
  keepsake: fileURLToPath(new URL("src/app/index.ts", import.meta.url)),
};

// Hundreds of processes of Node are started by tests, most of them to read the same modules again.
process.env["NODE_COMPILE_CACHE"] ??= join(tmpdir(), "keepsake-compile-cache");

const browserTests = ["src/**/*.browser.test.ts", "src/e2e/**/*.test.ts"];
/** What takes too long for every change, whole files of it: `npm run test:full` runs them. */
const onlyInFull =
  process.env["KEEPSAKE_FULL"] === "1"
    ? []
    : ["src/e2e/course-in-page.test.ts", "src/e2e/course-growth.test.ts"];

export default defineConfig({
  resolve: { alias },
  test: {
    reporters: ["default", "./src/cli/skip-reporter.ts"],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          include: ["src/**/*.test.ts"],
          exclude: browserTests,
          // For what never comes, as below.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 60_000 } },
          setupFiles: ["./src/cli/same-seed.ts"],
          ...(process.env["KEEPSAKE_REQUIRE_ALL"] === "1"
            ? {}
            : { runner: "./src/cli/skip-what-is-missing.ts" }),
          // Left to itself vitest leaves a core free, which on two cores is half of the machine.
          maxWorkers: availableParallelism(),
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: browserTests,
          exclude: onlyInFull,
          globalSetup: ["src/e2e/site.ts"],
          // For what never comes; a machine that is busy with something else takes its time.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 60_000 } },
          // A browser uses more than one core already; two of them keep each other waiting.
          maxWorkers: 1,
          environment: "./src/e2e/kept-browsers.ts",
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
