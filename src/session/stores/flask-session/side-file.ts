import type { Tombstone } from "../../store.ts";
import type { SlotTurn } from "../shelf.ts";

/** What we need beside a session file of Python's, in a file of our own. Times are real ones, in milliseconds. */
export interface SideFile {
  readonly key: string;
  readonly version: number;
  /** SHA-256 of the entry that the version counts; another entry was written by Python. */
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
  try {
    const side = JSON.parse(text) as Partial<SideFile> | null;
    const isWhole =
      typeof side?.key === "string" && Number.isSafeInteger(side.version) && Number.isSafeInteger(side.token);
    return isWhole ? (side as SideFile) : undefined;
  } catch {
    return undefined;
  }
}

export function turnIn(side: SideFile, nowMs: number): SlotTurn | undefined {
  const { turn, token } = side;
  return turn === undefined ? undefined : { token, leftMs: turn.untilMs - nowMs, holder: turn.holder };
}
