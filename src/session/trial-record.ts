import type { SessionRecord } from "./record.ts";

/** A record with something in every place that a session of nobody has, and what a test puts there instead. */
export function trialRecord(instead: Partial<SessionRecord> = {}): SessionRecord {
  return {
    data: new Map([
      ["cart", '["tea"]'],
      ["count", "3"],
    ]),
    flash: new Map([["note", { id: "n1", json: '"Saved."' }]]),
    createdAtMs: 1000,
    renewedAtMs: 2000,
    idleDeadlineMs: 3000,
    absoluteDeadlineMs: 4000,
    permanent: true,
    ...instead,
  };
}

/** Ann signed in with her password, on a device that is remembered. */
export const ANN = {
  owner: "a".repeat(64),
  authenticatedAtMs: 1500,
  signInId: "sign-in",
  device: "Firefox",
  family: "family",
} as const;
