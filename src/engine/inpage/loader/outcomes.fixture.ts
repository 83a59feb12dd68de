import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Project } from "./projects/index.ts";

/** What a program did, by Node or by the loader. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  /** What nobody caught. */
  readonly error?: unknown;
}

const run = promisify(execFile);
const AT_ONCE = 3;

/** Preloaded into Node: writes down what nobody caught. */
const REPORT = `data:text/javascript,${encodeURIComponent(`
import { writeFileSync } from "node:fs";
process.on("uncaughtExceptionMonitor", (error) => {
  const value = error instanceof Error ? { name: error.name, code: error.code, message: error.message } : { value: String(error) };
  writeFileSync(process.env.REPORT_FILE, JSON.stringify(value));
});`)}`;

/** Writes each project into a folder of its own below `root`. */
export function writeProjects(root: string, projects: readonly Project[]): readonly string[] {
  return projects.map((project, index) => {
    const folder = join(root, `p${index}`);
    for (const [path, content] of Object.entries(project.files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return folder;
  });
}

/** The entry of a project is its first file. */
export function entryOf(project: Project): string {
  return Object.keys(project.files)[0] ?? "";
}

export async function outcomesByNode(
  folders: readonly string[],
  projects: readonly Project[],
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  const work = async () => {
    for (let index = next++; index < projects.length; index = next++) {
      const [folder, project] = [folders[index], projects[index]];
      if (folder !== undefined && project !== undefined)
        outcomes[index] = await byNode(folder, entryOf(project));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcomes;
}

async function byNode(folder: string, entry: string): Promise<Outcome> {
  const report = `${folder}.report.json`;
  const args = ["--no-warnings", "--import", REPORT, join(folder, entry)];
  const env = { PATH: process.env["PATH"] ?? "", REPORT_FILE: report };
  const outcome = await run(process.execPath, args, { cwd: folder, env }).catch((error: unknown) => {
    if (error instanceof Error && "stdout" in error && "stderr" in error) {
      return { stdout: String(error.stdout), stderr: String(error.stderr) };
    }
    throw error;
  });
  if (!readdirSync(dirname(folder)).includes(`${folder.slice(dirname(folder).length + 1)}.report.json`)) {
    return outcome;
  }
  return { ...outcome, error: JSON.parse(readFileSync(report, "utf8")) };
}

export async function outcomesByLoader(
  folders: readonly string[],
  projects: readonly Project[],
): Promise<readonly Outcome[]> {
  const jobs = projects.map((project, index) => ({
    folder: folders[index],
    entry: entryOf(project),
    packages: Object.keys(project.files).flatMap(
      (path) => /^node_modules\/([^/]+)\/index\.js$/.exec(path)?.[1] ?? [],
    ),
  }));
  const script = fileURLToPath(new URL("run-projects.fixture.ts", import.meta.url));
  const { stdout } = await run(process.execPath, ["--no-warnings", script, JSON.stringify(jobs)], {
    maxBuffer: 64 * 1024 * 1024,
  });
  // Only the engine's own `util.inspect` knows that the loader's namespaces are modules.
  return JSON.parse(stdout.replaceAll("[Object: null prototype] [Module]", "[Module: null prototype]"));
}
