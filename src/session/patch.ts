import type { OperationView } from "./commit-event.ts";
import { snapshot } from "./json-value.ts";
import { type FlashEntry, type SessionRecord, type SignIn, signInOf } from "./record.ts";

/**
 * The changes of one request. Stores apply it to the record as it is *then*, so that requests which change
 * different keys merge, and `increment` and `update` are exact whatever came between.
 */
export interface Patch {
  /** All data that is there at the time goes first. Flash stays. */
  readonly clear: boolean;
  readonly changes: ReadonlyMap<string, Change>;
  /** Key to the id of the entry that was read; a later entry with the same key stays. */
  readonly flashTaken: ReadonlyMap<string, string>;
  readonly flashAdded: ReadonlyMap<string, FlashEntry>;
  readonly permanent?: boolean;
  readonly idleDeadlineMs?: number;
  readonly renewedAtMs?: number;
  /** A new owner; `null`: none any more. Absent: as it was. */
  readonly signIn?: SignIn | null;
  /** Only a login moves it. */
  readonly absoluteDeadlineMs?: number;
}

/** `json` is always what the request itself sees under the key; undefined: nothing. */
export type Change =
  | { readonly kind: "set"; readonly json: string }
  | { readonly kind: "delete"; readonly json?: undefined }
  | { readonly kind: "increment"; readonly by: number; readonly json: string }
  | { readonly kind: "update"; readonly steps: readonly UpdateStep[]; readonly json: string };

/** From the value that is there (a fresh copy, or undefined) to the new one. Called again on each attempt. */
export type UpdateStep = (current: unknown) => unknown;

const NO_CHANGES: ReadonlyMap<string, Change> = new Map();
const NO_IDS: ReadonlyMap<string, string> = new Map();
const NO_FLASH: ReadonlyMap<string, FlashEntry> = new Map();

export const EMPTY_PATCH: Patch = {
  clear: false,
  changes: NO_CHANGES,
  flashTaken: NO_IDS,
  flashAdded: NO_FLASH,
};

/** The record after the patch. Throws what an {@link UpdateStep} throws, or when its result cannot be stored. */
export function applyPatch(record: SessionRecord, patch: Patch): SessionRecord {
  return {
    data: patch.clear || patch.changes.size > 0 ? applyChanges(record.data, patch) : record.data,
    flash:
      patch.flashTaken.size > 0 || patch.flashAdded.size > 0 ? applyFlash(record.flash, patch) : record.flash,
    createdAtMs: record.createdAtMs,
    renewedAtMs: patch.renewedAtMs ?? record.renewedAtMs,
    idleDeadlineMs: patch.idleDeadlineMs ?? record.idleDeadlineMs,
    absoluteDeadlineMs: patch.absoluteDeadlineMs ?? record.absoluteDeadlineMs,
    permanent: patch.permanent ?? record.permanent,
    ...ownership(record, patch),
  };
}

function ownership(record: SessionRecord, { signIn }: Patch): Partial<SignIn> | undefined {
  return signIn === undefined ? signInOf(record) : (signIn ?? undefined);
}

function applyChanges(before: ReadonlyMap<string, string>, patch: Patch): ReadonlyMap<string, string> {
  const data = patch.clear ? new Map<string, string>() : new Map(before);
  for (const [key, change] of patch.changes) {
    switch (change.kind) {
      case "set":
        data.set(key, change.json);
        break;
      case "delete":
        data.delete(key);
        break;
      case "increment":
        data.set(key, incremented(data.get(key), change.by, change.json));
        break;
      case "update":
        data.set(key, updated(data.get(key), change.steps, key));
        break;
    }
  }
  return data;
}

/** When another request has meanwhile put something else there, the last write of the key wins. */
function incremented(json: string | undefined, by: number, otherwise: string): string {
  if (json === undefined) return JSON.stringify(by);
  const current: unknown = JSON.parse(json);
  return typeof current === "number" ? snapshot(current + by, "a counter") : otherwise;
}

function updated(json: string | undefined, steps: readonly UpdateStep[], key: string): string {
  let text = json;
  for (const step of steps) {
    text = snapshot(step(text === undefined ? undefined : JSON.parse(text)), key);
  }
  return text ?? "null";
}

function applyFlash(before: ReadonlyMap<string, FlashEntry>, patch: Patch): ReadonlyMap<string, FlashEntry> {
  const flash = new Map(before);
  for (const [key, id] of patch.flashTaken) {
    if (flash.get(key)?.id === id) flash.delete(key);
  }
  for (const [key, entry] of patch.flashAdded) flash.set(key, entry);
  return flash;
}

/** The changes as an inspector shows them. */
export function describePatch(patch: Patch): readonly OperationView[] {
  const operations: OperationView[] = [];
  if (patch.clear) operations.push({ kind: "clear" });
  for (const [key, change] of patch.changes) operations.push(describeChange(key, change));
  for (const key of patch.flashTaken.keys()) operations.push({ kind: "flash-take", key });
  for (const [key, entry] of patch.flashAdded) {
    operations.push({ kind: "flash-add", key, value: JSON.parse(entry.json) });
  }
  return operations;
}

function describeChange(key: string, change: Change): OperationView {
  switch (change.kind) {
    case "delete":
      return { kind: "delete", key };
    case "increment":
      return { kind: "increment", key, value: change.by };
    case "set":
    case "update":
      return { kind: "set", key, value: JSON.parse(change.json) };
  }
}
