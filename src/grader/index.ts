/** What a grade test imports: `import { test } from "keepsake/grader"`. Its `expect` comes from "vitest". */
export type { Answer } from "./answer.ts";
export { type GradeFixtures, test } from "./fixture.ts";
export type { Page, PageElement } from "./page.ts";
export type { Program } from "./program.ts";
export type { Random } from "./random.ts";
export type { Records } from "./session-records.ts";
export type { Programs } from "./stage-programs.ts";
export type { PostOptions, RequestOptions, TestBrowser } from "./test-browser.ts";
export type { TestClock } from "./test-clock.ts";
