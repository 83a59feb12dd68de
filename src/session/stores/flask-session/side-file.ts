import type { Tombstone } from "../../store.ts";
import type { SlotTurn } from "../shelf.ts";

/** What we need beside a session file of Python's, in a file of our own. Times are real ones, in milliseconds. */
export interface SideFile {
  readonly key: string;
  readonly version: number;
  /** SHA-256 of the entry that the version counts, or that was buried; another entry was written by Python. */
  readonly hash: string;
  /** Whether we wrote it last. */
  readonly isOurs: boolean;
  readonly sinceMs: number;
  readonly owner?: string;
  /** Of the last turn; tokens go on from there. */
  readonly token: number;
  /** Absent: nobody holds the turn. */
  readonly turn?: { readonly untilMs: number; readonly holder: string };
  readonly tombstone?: {
    readonly untilMs: number;
    readonly because: Tombstone["because"];
    readonly successor?: string;
  };
}

/** Undefined: not there, or damaged. */
export function parseSideFile(text: string | undefined): SideFile | undefined {
  if (text === undefined) return undefined;
  let side: unknown;
  try {
    side = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isWhole(side) ? side : undefined;
}

const BECAUSE: readonly unknown[] = ["rotated", "renewed", "destroyed"] satisfies Tombstone["because"][];

function isWhole(side: unknown): side is SideFile {
  if (!isObject(side)) return false;
  const { turn, tombstone } = side;
  return (
    typeof side["key"] === "string" &&
    typeof side["hash"] === "string" &&
    typeof side["isOurs"] === "boolean" &&
    Number.isSafeInteger(side["version"]) &&
    Number.isSafeInteger(side["token"]) &&
    isTime(side["sinceMs"]) &&
    isTextOrAbsent(side["owner"]) &&
    (turn === undefined ||
      (isObject(turn) && isTime(turn["untilMs"]) && typeof turn["holder"] === "string")) &&
    (tombstone === undefined || (isObject(tombstone) && isTombstone(tombstone)))
  );
}

function isTombstone({ untilMs, because, successor }: Members): boolean {
  return isTime(untilMs) && BECAUSE.includes(because) && isTextOrAbsent(successor);
}

type Members = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTime(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value);
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === "string";
}

export function turnIn(side: SideFile, nowMs: number): SlotTurn | undefined {
  const { turn, token } = side;
  return turn === undefined ? undefined : { token, leftMs: turn.untilMs - nowMs, holder: turn.holder };
}
