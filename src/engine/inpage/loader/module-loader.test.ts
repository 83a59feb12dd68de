import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Outcome, outcomesByLoader, outcomesByNode, writeProjects } from "./outcomes.fixture.ts";
import { projects } from "./projects/index.ts";

const root = realpathSync(mkdtempSync(join(tmpdir(), "keepsake-loader-")));
let native: readonly Outcome[] = [];
let ours: readonly Outcome[] = [];

beforeAll(async () => {
  const folders = writeProjects(root, projects);
  [native, ours] = await Promise.all([
    outcomesByNode(folders, projects),
    outcomesByLoader(folders, projects),
  ]);
}, 120_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("ModuleLoader runs programs as Node does", () => {
  it.each(projects.map((project, index) => [project.name, index] as const))("%s", (_name, index) => {
    const [expected, actual] = [native[index], ours[index]];
    expect({ stdout: actual?.stdout, error: actual?.error }).toEqual({
      stdout: expected?.stdout,
      error: expected?.error,
    });
  });
});
