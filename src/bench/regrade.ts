/**
 * A whole class, graded in one command: how long it takes, how much memory it needs, and that --jobs 1 and --jobs 2 give
 * the same results.
 *
 *     node src/bench/regrade.ts [hand-ins, default 300] [exercise, default visit-counter] [--unsafe]
 */
import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ClassFolder } from "../cli/regrade/class-folder.fixture.ts";

const LOOK_EVERY_MS = 250;
const MB = 1024 * 1024;

const isUnsafe = process.argv.includes("--unsafe");
const [count = "300", slug = "visit-counter"] = process.argv
  .slice(2)
  .filter((each) => !each.startsWith("--"));
const handIns = Number(count);
const command = fileURLToPath(new URL("../cli/regrade.ts", import.meta.url));

interface Run {
  readonly seconds: number;
  readonly mostBytes: number;
  /** `grades.json`. */
  readonly grades: string;
}

/** Right, wrong and untouched programs in turn, each a file of its own. */
async function receive(course: ClassFolder): Promise<void> {
  const { starter, mutants } = course.loaded;
  const programs = [
    course.solution,
    ...mutants.map(({ files }) => ({ ...course.solution, ...files })),
    starter,
  ];
  for (let each = 0; each < handIns; each += 1) {
    const files = programs[each % programs.length];
    const learner = { name: `Learner ${each}`, number: String(10_000 + each) };
    await course.receive(`${each}.keepsake`, await course.seal({ ...learner, ...(files && { files }) }));
  }
}

async function run(course: ClassFolder, jobs: number): Promise<Run> {
  const out = join(course.folder, `out-${jobs}`);
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      ...[command, join(course.folder, "downloads"), "--key", join(course.folder, "class.key")],
      ...[
        "--assignment",
        course.link,
        "--jobs",
        String(jobs),
        "--out",
        out,
        ...(isUnsafe ? ["--unsafe"] : []),
      ],
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  let mostBytes = 0;
  const looking = setInterval(async () => {
    mostBytes = Math.max(mostBytes, await treeBytes(child.pid ?? 0));
  }, LOOK_EVERY_MS);
  const code = await new Promise<number | null>((resolve) => child.on("exit", resolve));
  clearInterval(looking);
  if (code !== 0) throw new Error(`The run ended with ${code}.`);
  const grades = await readFile(join(out, "grades.json"), "utf8");
  return { seconds: (performance.now() - started) / 1000, mostBytes, grades };
}

/** Memory of a process and all below it that is its own alone or shared in parts. Linux only; 0 elsewhere. */
async function treeBytes(root: number): Promise<number> {
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  const parents = new Map<number, number>();
  await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
      parents.set(Number(pid), Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[1]));
    }),
  );
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (pid === root || isBelow(parents.get(pid)));
  const sizes = await Promise.all(
    [...parents.keys()].filter(isBelow).map(async (pid) => {
      const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
      return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
    }),
  );
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

const course = await ClassFolder.open({}, slug);
try {
  await receive(course);
  const runs = new Map<number, Run>();
  for (const jobs of [1, 2]) runs.set(jobs, await run(course, jobs));
  const rows = [...runs].map(
    ([jobs, { seconds, mostBytes }]) =>
      `| --jobs ${jobs} | ${seconds.toFixed(0)} s | ${(seconds / handIns).toFixed(2)} s | ${(mostBytes / MB).toFixed(0)} MB |`,
  );
  const same = runs.get(1)?.grades === runs.get(2)?.grades;
  const lines = [...runs.values()].map(({ grades }) => grades.split("\n"));
  const other = lines[0]?.filter((line, at) => line !== lines[1]?.[at]) ?? [];
  console.log(`## Grading ${handIns} hand-ins of ${slug}${isUnsafe ? ", without the sandbox" : ""}

| | all | each | most memory, all processes |
|---|---|---|---|
${rows.join("\n")}

Points, tests and all that they say are, of both runs, ${same ? "the same, byte by byte" : `**not the same**; with --jobs 1 alone:\n\n${other.join("\n")}`}.
`);
} finally {
  await course.close();
}
