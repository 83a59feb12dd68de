import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { newLesson } from "../cli/scaffold/new-lesson.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const LESSONS_A_PART = 20;
/** Made by a build or an install, or made anew here. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  "build",
  "coverage",
  "data",
  "dist",
  "graded",
  "hidden",
  "lessons",
  "node_modules",
  "work",
]);

/** A copy of this project, in a new temporary folder, whose course has that many short lessons. Returns the folder. */
export async function generateCourse(lessons: number): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "keepsake-course-"));
  for (const name of await readdir(repository)) {
    if (name.startsWith(".") || NOT_COPIED.has(name)) continue;
    await cp(join(repository, name), join(root, name), { recursive: true });
  }
  await symlink(join(repository, "node_modules"), join(root, "node_modules"));
  for (let index = 0; index < lessons; index += 1) {
    const part = Math.floor(index / LESSONS_A_PART) + 1;
    const folder = `${String(part).padStart(2, "0")}-part`;
    if (index % LESSONS_A_PART === 0) {
      await mkdir(join(root, "lessons", folder), { recursive: true });
      const about = { id: `part-${part}`, title: `Part ${part}`, summary: "Generated." };
      await writeFile(join(root, "lessons", folder, "part.json"), JSON.stringify(about));
    }
    await newLesson(root, folder, lessonTitle(index));
  }
  const sections = [{ number: "1", heading: "All", lessons: [lessonId(0)] }];
  const chapters = { documents: [{ id: "generated", title: "Generated", sections }] };
  await writeFile(join(root, "lessons/chapters.json"), JSON.stringify(chapters));
  return root;
}

function lessonTitle(index: number): string {
  return `Lesson ${String(index).padStart(4, "0")}`;
}

export function lessonId(index: number): string {
  return lessonTitle(index).toLowerCase().replace(" ", "-");
}

/** Builds that project into its `dist`. Settles with the seconds it took; rejects with what Astro printed. */
export async function buildCourse(root: string): Promise<number> {
  const require = createRequire(import.meta.url);
  const astro = join(dirname(require.resolve("astro/package.json")), "bin", "astro.mjs");
  const startedMs = performance.now();
  await promisify(execFile)(process.execPath, [astro, "build"], {
    cwd: root,
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: Error & { readonly stdout?: string; readonly stderr?: string }) => {
    throw new Error(
      `The course in ${root} could not be built.\n${error.stdout ?? ""}\n${error.stderr ?? ""}`,
      {
        cause: error,
      },
    );
  });
  return (performance.now() - startedMs) / 1000;
}

/** What a page and all scripts and styles of the built site that it names weigh, in bytes. */
export async function pageBytes(root: string, path: string): Promise<number> {
  const html = await readFile(join(root, "dist", path, "index.html"), "utf8");
  const named = new Set(
    [...html.matchAll(/(?:src|href)="(\/[^"#?]+\.(?:js|css))"/g)].map(([, file = ""]) => file),
  );
  let bytes = Buffer.byteLength(html);
  for (const file of named) bytes += (await readFile(join(root, "dist", file))).length;
  return bytes;
}

/** The folders of lessons that were built. */
export async function builtLessons(root: string): Promise<number> {
  return (await readdir(join(root, "dist/lessons"))).length;
}
