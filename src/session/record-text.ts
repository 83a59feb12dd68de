import { type FlashEntry, joinEntries, type SessionRecord, type SignIn, signInOf } from "./record.ts";

/**
 * The record as one JSON text. Values are put in as the JSON texts they are, so nothing is parsed or written
 * twice, and a key such as `__proto__` stays an ordinary key.
 */
export function serializeRecord(record: SessionRecord): string {
  const { createdAtMs, renewedAtMs, idleDeadlineMs, absoluteDeadlineMs, permanent } = record;
  return (
    `{"data":${joinEntries(record.data)},"flash":${record.flash.size === 0 ? "{}" : flashText(record.flash)}` +
    `,"createdAtMs":${createdAtMs},"renewedAtMs":${renewedAtMs},"idleDeadlineMs":${idleDeadlineMs}` +
    `,"absoluteDeadlineMs":${absoluteDeadlineMs},"permanent":${permanent}${signInText(record)}}`
  );
}

function flashText(flash: SessionRecord["flash"]): string {
  const texts = [...flash].map(([key, { id, json }]): [string, string] => [
    key,
    `{"id":${JSON.stringify(id)},"value":${json}}`,
  ]);
  return joinEntries(new Map(texts));
}

/** More members of the same object. */
function signInText(record: SessionRecord): string {
  const signIn = signInOf(record);
  return signIn === undefined ? "" : `,${JSON.stringify(signIn).slice(1, -1)}`;
}

/** Undefined: the text is not a record of ours, or not a whole one. */
export function parseRecord(text: string): SessionRecord | undefined {
  let members: unknown;
  try {
    members = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isObject(members) ? recordOf(members) : undefined;
}

type Members = Readonly<Record<string, unknown>>;

/** The record in a parsed text. */
export function recordOf(members: Members): SessionRecord | undefined {
  const { data, flash, createdAtMs, renewedAtMs, idleDeadlineMs, absoluteDeadlineMs, permanent } = members;
  if (!isObject(data) || !isObject(flash) || typeof permanent !== "boolean") return undefined;
  if (
    !isTime(createdAtMs) ||
    !isTime(renewedAtMs) ||
    !isTime(idleDeadlineMs) ||
    !isTime(absoluteDeadlineMs)
  ) {
    return undefined;
  }
  const flashEntries = flashOf(flash);
  if (flashEntries === undefined) return undefined;
  return {
    data: new Map(Object.entries(data).map(([key, value]) => [key, JSON.stringify(value)])),
    flash: flashEntries,
    createdAtMs,
    renewedAtMs,
    idleDeadlineMs,
    absoluteDeadlineMs,
    permanent,
    ...signInFrom(members),
  };
}

function signInFrom(members: Members): SignIn | undefined {
  const { owner, authenticatedAtMs, signInId, device, family, remembered } = members;
  if (typeof owner !== "string" || !isTime(authenticatedAtMs)) return undefined;
  return {
    owner,
    authenticatedAtMs,
    ...(typeof signInId === "string" ? { signInId } : {}),
    ...(typeof device === "string" ? { device } : {}),
    ...(typeof family === "string" ? { family } : {}),
    ...(remembered === true ? { remembered } : {}),
  };
}

function flashOf(flash: Members): Map<string, FlashEntry> | undefined {
  const entries = new Map<string, FlashEntry>();
  for (const [key, entry] of Object.entries(flash)) {
    if (!isObject(entry) || typeof entry["id"] !== "string" || !("value" in entry)) return undefined;
    entries.set(key, { id: entry["id"], json: JSON.stringify(entry["value"]) });
  }
  return entries;
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTime(value: unknown): value is number {
  return Number.isFinite(value) && !Object.is(value, -0);
}
