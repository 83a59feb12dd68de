import { applyPatch, EMPTY_PATCH } from "./patch.ts";
import type { SessionRecord } from "./record.ts";
import { LiveSession } from "./session.ts";
import type { SessionHost, SessionMode } from "./session-host.ts";
import { trialRecord } from "./trial-record.ts";

export const NOW_MS = 1_700_000_000_000;
export const ROUTE = "POST /cart/add";

/** What a session without a server lives in: it counts its ids and writes down what was asked of it. */
export class TrialHost implements SessionHost {
  /** Each call with its session: `changing`, `save`, … */
  readonly asked: string[] = [];
  readonly permanentByDefault: boolean = true;
  watchCopies = true;
  deviceName: string | undefined = "Firefox";
  mayRememberError: Error | undefined;
  #ids = 0;
  #session: LiveSession | undefined;

  constructor(permanentByDefault = true) {
    this.permanentByDefault = permanentByDefault;
  }

  /** A live session of this host, as if it had been loaded with `record` under "id-0". */
  load(record: SessionRecord | null = trialRecord(), mode: SessionMode = "open"): LiveSession {
    this.#session = new LiveSession(this, record, "id-0", mode);
    return this.#session;
  }

  newId(): string {
    this.#ids += 1;
    return `id-${this.#ids}`;
  }

  route(): string {
    return ROUTE;
  }

  cookieHeader(session: LiveSession): string {
    this.#note("cookieHeader", session);
    return "cookie";
  }

  async save(session: LiveSession): Promise<void> {
    this.#note("save", session);
  }

  changing(session: LiveSession): void {
    this.#note("changing", session);
  }

  nowMs(): number {
    return NOW_MS;
  }

  device(): string | undefined {
    return this.deviceName;
  }

  mayRemember(): void {
    if (this.mayRememberError !== undefined) throw this.mayRememberError;
  }

  userSessions(session: LiveSession) {
    this.#note("userSessions", session);
    return {
      sessionsOf: async (userId: string | number) => {
        this.asked.push(`sessionsOf ${JSON.stringify(userId)}`);
        return [];
      },
      revoke: async (userId: string | number, handle: string) => {
        this.asked.push(`revoke ${JSON.stringify(userId)} ${handle}`);
        return true;
      },
      revokeAll: async (userId: string | number, options?: { readonly exceptCurrent?: boolean }) => {
        this.asked.push(`revokeAll ${JSON.stringify(userId)} ${JSON.stringify(options)}`);
        return 2;
      },
    };
  }

  #note(call: string, session: LiveSession): void {
    this.asked.push(session === this.#session ? call : `${call} of another session`);
  }
}

/** The record that a commit would write now. */
export function committable(session: LiveSession): SessionRecord {
  const blank = trialRecord({ data: new Map(), flash: new Map() });
  return applyPatch(session.record ?? blank, session.pendingPatch() ?? EMPTY_PATCH);
}

/** Commits as a store would, and gives the data that is there then, as its JSON texts. */
export function commit(session: LiveSession): Record<string, string> {
  const record = committable(session);
  session.committed(record);
  return Object.fromEntries(record.data);
}
