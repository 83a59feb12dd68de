import { z } from "zod";
import { readLessonProgress } from "../../course/lesson-progress.ts";
import * as words from "../../words/en/work-file.ts";
import { snapshotReasons } from "../drafts/draft-store.ts";
import { isFilePath } from "../file-path.ts";
import { assignedWorkSchema, toAssignedWorkFile } from "./assigned-work-file.ts";
import type { Work } from "./work.ts";

/** A file with all of a learner's work. */
export interface WorkFile {
  readonly savedAtMs: number;
  readonly work: Work;
}

export type ReadWorkFile =
  /** `left`: paths that no file of a learner's may have; what was under them is not in `file`. */
  | { readonly kind: "read"; readonly file: WorkFile; readonly left: readonly string[] }
  /** Nothing of it can be used; `message` says why and what to do. */
  | { readonly kind: "refused"; readonly message: string };

/** Thirty drafts of every exercise are far below this. */
export const WORK_FILE_LIMIT_BYTES = 32 * 1024 * 1024;

const FORMAT = "keepsake-work";
const VERSION = 1;

export function writeWorkFile({ savedAtMs, work }: WorkFile): string {
  const assigned = toAssignedWorkFile(work.assigned);
  return JSON.stringify({ format: FORMAT, version: VERSION, savedAtMs, ...work, assigned }, undefined, 1);
}

/** Its name says what and when: "keepsake-work-2026-11-27.json". */
export function workFileName(atMs: number): string {
  const date = new Date(atMs);
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) =>
    String(part).padStart(2, "0"),
  );
  return `keepsake-work-${day.join("-")}.json`;
}

/** Reads what {@link writeWorkFile} wrote. Anything may be handed in. */
export function readWorkFile(text: string): ReadWorkFile {
  const bytes = new Blob([text]).size;
  if (bytes > WORK_FILE_LIMIT_BYTES) return refused(tooLargeText(bytes));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused(words.broken);
  }
  const head = z.object({ format: z.literal(FORMAT), version: z.int().min(1) }).safeParse(value);
  if (!head.success) {
    return refused(words.notOurs);
  }
  if (head.data.version > VERSION) {
    return refused(words.newer);
  }
  const body = bodySchema.safeParse(value);
  if (!body.success) {
    const [issue] = body.error.issues;
    const where = issue?.path.map(String).join(" › ") ?? "";
    return refused(words.damaged(where === "" ? words.itsBeginning : where));
  }
  const { savedAtMs, ...work } = body.data;
  const left = new Set<string>();
  const isTaken = (path: string) => {
    if (!isFilePath(path)) left.add(path);
    return isFilePath(path);
  };
  const taken: Work = {
    ...work,
    attempts: work.attempts.map((log) => ({ ...log, taken: log.taken.filter(({ path }) => isTaken(path)) })),
    drafts: work.drafts.filter(({ path }) => isTaken(path)),
    snapshots: work.snapshots.flatMap((snapshot) => {
      const files = Object.entries(snapshot.files).filter(([path]) => isTaken(path));
      return files.length === 0 ? [] : [{ ...snapshot, files: Object.fromEntries(files) }];
    }),
  };
  return { kind: "read", file: { savedAtMs, work: taken }, left: [...left] };
}

export function tooLargeText(bytes: number): string {
  const megabytes = (count: number) => Math.ceil(count / 1024 / 1024);
  return words.tooLarge(megabytes(bytes), megabytes(WORK_FILE_LIMIT_BYTES));
}

function refused(message: string): ReadWorkFile {
  return { kind: "refused", message };
}

const id = z.string().min(1).max(200);
const time = z.number().min(0).max(8.64e15);
const count = z.int().min(0);
/** Anything: one that no file may have is left out when the rest has been read. */
const path = z.string();

const bodySchema = z.object({
  savedAtMs: time,
  lessons: z.unknown().transform(readLessonProgress),
  exercises: z
    .array(
      z.object({
        exerciseId: id,
        attempts: count,
        passedAtMs: time.exactOptional(),
        solutionShownAtMs: time.exactOptional(),
      }),
    )
    .max(1_000),
  attempts: z
    .array(
      z.object({
        exerciseId: id,
        attempts: z.array(
          z.object({
            atMs: time,
            durationMs: z.number().min(0),
            passed: z.boolean(),
            seed: z.number(),
            tests: z.array(z.object({ name: z.string(), state: z.enum(["pass", "fail", "skip"]) })),
          }),
        ),
        attemptsLeftOut: count,
        hints: z.array(z.object({ hint: z.int().min(1), atMs: time, asked: z.boolean() })),
        solutionShownAtMs: time.exactOptional(),
        taken: z.array(z.object({ path, atMs: time })),
      }),
    )
    .max(1_000),
  drafts: z.array(z.object({ ownerId: id, path, text: z.string(), base: z.string(), savedAtMs: time })),
  snapshots: z.array(
    z.object({
      ownerId: id,
      files: z.record(path, z.string()),
      takenAtMs: time,
      reason: z.enum(snapshotReasons),
    }),
  ),
  /** Absent in files that were saved before it was in them. */
  assigned: assignedWorkSchema.default({ assignments: [], receipts: [] }),
  settings: z.record(z.string(), z.string()),
});
