/**
 * `npm run mutation`: each mutant of the library's pure core must fail a test; nine in ten at least do.
 * One file: `npm run mutation -- --mutate src/session/patch.ts`.
 *
 * Mutated is what decides and knows no server: the grammar of cookies and of what comes in with them, the
 * session's state machine and what stores apply of it, the texts of records, ids, and the refusals at start.
 * Not mutated: the edges (Express, stores, drivers, timers), which the suites on every backend hold to the
 * rules, and tables of texts (settings-table.ts), where a mutant is another wording.
 * @type {import("@stryker-mutator/api/core").PartialStrykerOptions}
 */
export default {
  mutate: [
    "src/app/auth-token.ts",
    "src/app/cookie-options.ts",
    "src/app/signed-value.ts",
    "src/session/cookie.ts",
    "src/session/did-you-mean.ts",
    "src/session/flash-box.ts",
    "src/session/json-value.ts",
    "src/session/patch.ts",
    "src/session/record.ts",
    "src/session/record-text.ts",
    "src/session/session.ts",
    "src/session/session-id.ts",
    "src/session/session-refusals.ts",
    "src/session/setting-errors.ts",
    "src/session/setting-names.ts",
    "src/session/setting-reader.ts",
    "src/session/settings.ts",
    "src/session/settings-backend.ts",
    "src/session/settings-cookie.ts",
    "src/session/stores/redis-address.ts",
  ],
  testRunner: "vitest",
  vitest: { configFile: "src/cli/mutation/vitest.config.ts", related: false },
  coverageAnalysis: "perTest",
  concurrency: 2,
  reporters: ["clear-text", "json"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: "build/mutation.json" },
  tempDirName: "build/mutation",
  thresholds: { high: 95, low: 90, break: 90 },
  ignorePatterns: [
    "/.astro",
    "/build",
    "/decisions",
    "/dist",
    "/exercises",
    "/lessons",
    "/public",
    "/solutions",
    "/src/{bench,components,course,e2e,engine,grader,layouts,pages,styles,web,workbench}",
  ],
};
