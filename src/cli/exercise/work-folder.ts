import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { type LoadedExercise, readTree, type TextFiles } from "../../course/load-exercise.ts";
import { linkConfinedPackages, workFolders } from "../../engine/local/machine-folders.ts";

const attemptSchema = z.strictObject({
  atMs: z.number(),
  passed: z.boolean(),
  passedTests: z.number(),
  tests: z.number(),
  failed: z.array(z.string()),
});

/** What is noted of the work on one exercise. */
const logSchema = z.strictObject({
  attempts: z.array(attemptSchema),
  hints: z.array(z.strictObject({ hint: z.number(), atMs: z.number() })),
  solutionShownAtMs: z.number().optional(),
  lastTests: z
    .array(z.strictObject({ name: z.string(), state: z.enum(["pass", "fail", "skip"]) }))
    .optional(),
});

export type WorkLog = z.output<typeof logSchema>;
export type WorkAttempt = z.output<typeof attemptSchema>;

/** As many as a hand-in takes. */
const ATTEMPTS_KEPT = 500;

/** The folder in which a learner works on an exercise with their own editor: `work/SLUG`, which git does not see. */
export class WorkFolder {
  readonly folder: string;
  readonly loaded: LoadedExercise;
  readonly #own: string;

  private constructor(folder: string, own: string, loaded: LoadedExercise) {
    this.folder = folder;
    this.#own = own;
    this.loaded = loaded;
  }

  /** Makes the folder ready; the starter is put in when there is nothing. `root`: the repository. */
  static async open(root: string, loaded: LoadedExercise): Promise<WorkFolder> {
    const { project } = await workFolders(loaded.slug, linkConfinedPackages, root);
    const own = join(dirname(project), ".keepsake", loaded.slug);
    const work = new WorkFolder(project, own, loaded);
    if (Object.keys(await work.files()).length === 0) await work.#write(loaded.starter);
    return work;
  }

  /** `undefined` when the learner has not begun. Makes nothing. */
  static async existing(root: string, loaded: LoadedExercise): Promise<WorkFolder | undefined> {
    const project = join(root, "work", loaded.slug);
    const work = new WorkFolder(project, join(root, "work/.keepsake", loaded.slug), loaded);
    return Object.keys(await work.files()).length === 0 ? undefined : work;
  }

  /** What programs and editors leave behind (stores, databases, packages, folders such as `.git`) is not the learner's work. */
  async files(): Promise<TextFiles> {
    const tree = await readTree(this.folder);
    return Object.fromEntries(
      Object.entries(tree).filter(
        ([path, text]) =>
          !/(^|\/)(\.[^/]+|node_modules|data|sessions)\//.test(path) && !text.includes("\u0000"),
      ),
    );
  }

  /** Puts the starter back. What was there is kept; the path of that folder is returned. */
  async reset(now: Date): Promise<string> {
    const draft = join(this.#own, "drafts", now.toISOString().replaceAll(/[:.]/g, "-"));
    await mkdir(dirname(draft), { recursive: true });
    await rename(this.folder, draft);
    await mkdir(this.folder);
    await this.#write(this.loaded.starter);
    return draft;
  }

  async log(): Promise<WorkLog> {
    const text = await readFile(this.#logFile, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "{}";
      throw error;
    });
    const parsed = logSchema.safeParse(jsonOf(text));
    return parsed.success ? parsed.data : { attempts: [], hints: [] };
  }

  async noteAttempt(attempt: WorkAttempt, lastTests: WorkLog["lastTests"]): Promise<void> {
    const log = await this.log();
    const attempts = [...log.attempts, attempt].slice(-ATTEMPTS_KEPT);
    await this.#keepLog({ ...log, attempts, ...(lastTests === undefined ? {} : { lastTests }) });
  }

  /** Opens the next hint and returns how many are open; all of them stay open. */
  async openHint(atMs: number): Promise<number> {
    const log = await this.log();
    const open = new Set(log.hints.map(({ hint }) => hint)).size;
    if (open >= this.loaded.exercise.hints.length) return open;
    await this.#keepLog({ ...log, hints: [...log.hints, { hint: open + 1, atMs }] });
    return open + 1;
  }

  /** Notes that the solution was looked at; only the first time, and not after passing. */
  async noteSolution(atMs: number): Promise<void> {
    const log = await this.log();
    if (log.solutionShownAtMs !== undefined || log.attempts.some(({ passed }) => passed)) return;
    await this.#keepLog({ ...log, solutionShownAtMs: atMs });
  }

  get #logFile(): string {
    return join(this.#own, "log.json");
  }

  async #keepLog(log: WorkLog): Promise<void> {
    await mkdir(this.#own, { recursive: true });
    const unfinished = `${this.#logFile}.part`;
    await writeFile(unfinished, `${JSON.stringify(log, null, 2)}\n`);
    await rename(unfinished, this.#logFile);
  }

  async #write(files: TextFiles): Promise<void> {
    await rm(join(this.folder, "node_modules"), { recursive: true, force: true });
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(this.folder, path)), { recursive: true });
      await writeFile(join(this.folder, path), text);
    }
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
