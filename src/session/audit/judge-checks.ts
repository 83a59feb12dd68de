import type { SessionSettings } from "../settings.ts";
import { PREFIX } from "../settings-table.ts";
import type { StoreCapabilities } from "../store.ts";
import type { AuditFinding } from "./audit-report.ts";
import { judgeCookie } from "./judge-cookie.ts";
import { judgeSurroundings } from "./judge-surroundings.ts";
import type { CheckNumber } from "./security-checks.ts";
import type { Surroundings } from "./surroundings.ts";

export interface Audited {
  readonly settings: SessionSettings;
  readonly capabilities: StoreCapabilities;
  /** Whether the store speaks another system's ids. */
  readonly hasForeignIds: boolean;
  /** Undefined: only the settings are known. */
  readonly surroundings: Surroundings | undefined;
}

export type Findings = Readonly<Record<CheckNumber, AuditFinding>>;

/** Judges all checks. Pure. */
export function judgeChecks(audited: Audited): Findings {
  return {
    ...judgeIds(audited),
    ...judgeLife(audited),
    ...judgeUsers(audited),
    ...judgeCookie(audited.settings),
    ...judgeKeeping(audited),
    ...judgeSurroundings(audited),
  };
}

export function library(why: string): AuditFinding {
  return { verdict: "library", why };
}

export function held(why: string): AuditFinding {
  return { verdict: "settings", why };
}

export function notHeld(why: string, remedy: string): AuditFinding {
  return { verdict: "not-held", why, remedy };
}

export function application(why: string, remedy?: string): AuditFinding {
  return { verdict: "application", why, ...(remedy === undefined ? {} : { remedy }) };
}

export function notApplicable(why: string): AuditFinding {
  return { verdict: "not-applicable", why };
}

const NO_ID = notApplicable("The cookie holds the session itself; there is no id and no store to ask.");
const NO_RECORD = notApplicable("The cookie holds the session itself; there is no record.");
const NO_REVOCATION = notHeld(
  "The server has no copy of a session held in the cookie, so a copy of the cookie works until its time is over.",
  "Keep sessions in a store, and only their id in the cookie.",
);

function isHeldInCookie({ settings }: Audited): boolean {
  return settings.backend.kind === "cookie";
}

type IdChecks = 1 | 2 | 3 | 4 | 5 | 6 | 28 | 31 | 32 | 37 | 38 | 44;

function judgeIds(audited: Audited): Pick<Findings, IdChecks> {
  const inCookie = isHeldInCookie(audited);
  const foreign = audited.hasForeignIds;
  return {
    1: inCookie
      ? NO_ID
      : library(
          foreign
            ? "Ids are made as the other system makes them."
            : "Ids are 192 bits of the system's random source.",
        ),
    2: inCookie ? NO_ID : library("An id without a record is an empty session; what is kept gets a new id."),
    3: inCookie ? NO_ID : library("What does not look like an id is never looked for."),
    4: library("Nothing reads the address or the body for it."),
    5: inCookie
      ? NO_ID
      : foreign
        ? notHeld(
            "The store shares its records with another system, which keeps them under the ids themselves.",
            "Guard the store as you guard passwords, and move to a store of this library when you can.",
          )
        : library("Records are kept under the SHA-256 of the id."),
    6: inCookie ? NO_RECORD : library("The record moves, and a tombstone stays for a minute."),
    28: library("The first counts, which browsers send as the most specific (RFC 6265bis §5.8.3)."),
    31: library("A session begins when something is kept in it."),
    32: library("Events: onSessionEvent; tell them to somebody."),
    37: library("Data are a Map, never an object with a prototype."),
    38: library("set() throws for what JSON would change."),
    44: library("The first byte waits for the write; if it fails, the answer is 503."),
  };
}

function judgeLife(audited: Audited): Pick<Findings, 10 | 11 | 12 | 13 | 14 | 15 | 16 | 35 | 43> {
  const { settings, capabilities } = audited;
  const inCookie = isHeldInCookie(audited);
  const { idleTimeoutMs, absoluteTimeoutMs, renewalTimeoutMs, graceMs } = settings;
  return {
    10: inCookie
      ? NO_ID
      : renewalTimeoutMs === Number.POSITIVE_INFINITY
        ? library("Ids are not renewed by time, so no old id is good for anything.")
        : held(`The old id reads for ${graceMs / 1000} s, and only after a timed renewal.`),
    11: held(`After ${inWords(idleTimeoutMs)} without a request (${PREFIX}TTL).`),
    12: held(`After ${inWords(absoluteTimeoutMs)} (${PREFIX}ABSOLUTE_TTL).`),
    13: library("The record's own deadlines are looked at, not the store's."),
    14: inCookie
      ? library("The cookie is deleted; there is no record.")
      : library("At commit, with the same name, path and domain."),
    15: inCookie ? NO_REVOCATION : library("Its record is gone for every process at once."),
    16: inCookie ? NO_RECORD : library("Changing a record never creates one."),
    35: inCookie
      ? library("The time is signed into the cookie; one from the future is refused.")
      : notApplicable("Sessions are not held in cookies."),
    43: inCookie
      ? notHeld(
          "Two requests at once carry the same cookie, so both may read the message.",
          "Keep sessions in a store, and only their id in the cookie.",
        )
      : capabilities.turns
        ? library("Who reads a waiting message has the session to itself.")
        : notHeld(
            "This store can take turns within one process only: two processes may both show a message.",
            "Use the file, redis, valkey, mongodb or database backend.",
          ),
  };
}

function judgeUsers(audited: Audited): Pick<Findings, 7 | 9 | 17 | 18 | 19> {
  const { settings, capabilities } = audited;
  const inCookie = isHeldInCookie(audited);
  const canList = capabilities.list && capabilities.revoke;
  const cannotList = inCookie
    ? NO_REVOCATION
    : notHeld("This store cannot list a user's sessions.", "Use the file, redis or database backend.");
  return {
    7: application(
      "session.login() does it. Where you sign in by session.set() alone, call regenerate() first.",
    ),
    9: application("Call session.regenerate() when a user gets other rights."),
    17: canList
      ? library("session.revokeOtherSessions() and sessions.users.revokeAll(), for who used login().")
      : cannotList,
    18: canList ? library("For sessions that were signed in with session.login().") : cannotList,
    19: !canList
      ? cannotList
      : settings.maxSessionsPerUser === Number.POSITIVE_INFINITY
        ? notHeld("A user may have any number of sessions.", `Set ${PREFIX}MAX_PER_USER, for instance to 10.`)
        : held(`${settings.maxSessionsPerUser} at most; the one whose id is oldest ends.`),
  };
}

function judgeKeeping(audited: Audited): Pick<Findings, 33 | 34 | 36 | 42> {
  const { settings } = audited;
  const { backend, secrets, codec, storeTimeoutMs, turnWaitMs } = settings;
  const isSealedCookie = backend.kind === "cookie" && backend.codec.name === "sealed";
  return {
    33:
      backend.kind !== "cookie" && secrets === undefined
        ? notApplicable("Session ids are random, so nothing of the session is signed.")
        : library(
            secrets === undefined
              ? "Weak secrets are refused at start; the newest signs, all verify."
              : `Weak secrets are refused at start; ${secrets.length} are in use, and the newest signs.`,
          ),
    34: isSealedCookie
      ? library("The name is authenticated with the value, and each value has a nonce or key of its own.")
      : notApplicable("No sealed cookie is in use."),
    36: judgeRest(),
    42:
      backend.kind === "cookie"
        ? notApplicable("There is no store that could be down.")
        : held(
            `The store has ${storeTimeoutMs} ms to answer, a turn ${turnWaitMs} ms to come; then 503 and no cookie.`,
          ),
  };

  function judgeRest(): AuditFinding {
    switch (backend.kind) {
      case "memory":
        return notApplicable("Sessions are never written down.");
      case "cookie":
        return isSealedCookie
          ? library("The cookie is encrypted.")
          : notHeld(
              `Whoever has a ${backend.codec.name} cookie can read what is in the session.`,
              "Keep nothing secret there, or use the sealed cookie or a store.",
            );
      case "given":
        return application(
          "The store was made in code, so its settings do not show here.",
          "Give it codec: sealedRecords(keys), where it takes one.",
        );
      default:
        return codec.sealing === "all"
          ? held("Records are sealed with AES-256-GCM under keys of yours.")
          : notHeld(
              codec.sealing === "some"
                ? `${PREFIX}ENCRYPTION_KEYS has "plain" in it: unsealed records are still read or written.`
                : "Records are kept as plain JSON: who reads the store, or a copy of it, reads every session.",
              codec.sealing === "some"
                ? "Take it out when the absolute timeout has passed since you began."
                : `Set ${PREFIX}ENCRYPTION_KEYS to 32 random bytes in base64.`,
            );
    }
  }
}

/** "1 hour", "90 s". */
function inWords(ms: number): string {
  const seconds = ms / 1000;
  const units: readonly (readonly [number, string])[] = [
    [86_400, "day"],
    [3600, "hour"],
    [60, "minute"],
  ];
  for (const [length, unit] of units) {
    const count = seconds / length;
    if (Number.isInteger(count)) return `${count} ${unit}${count === 1 ? "" : "s"}`;
  }
  return `${seconds} s`;
}
