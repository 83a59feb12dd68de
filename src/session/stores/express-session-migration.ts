import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import { readCookie, serializeSetCookie } from "../cookie.ts";
import { SessionError } from "../session-error.ts";
import type { Session } from "../session-face.ts";
import { cookieFor, ExpressSessionCalls, type ExpressSessionStore } from "./express-session-calls.ts";

/** What {@link migrateFrom} must know of the express-session that was there before. */
export interface MigrateFromOptions {
  /** Where express-session kept its sessions. */
  readonly store: ExpressSessionStore;
  /** Its `secret`; several when it had several. They only verify. */
  readonly secret: string | readonly string[];
  /** Its cookie's name. Default "connect.sid". */
  readonly name?: string;
  /** Its cookie's path and domain, so that the cookie can be taken back. Default "/", and no domain. */
  readonly path?: string;
  readonly domain?: string;
  /** Whether its cookie had Secure. Default: when its name begins with "__Host-" or "__Secure-". */
  readonly secure?: boolean;
  /** Whether it had Partitioned (default false). */
  readonly partitioned?: boolean;
  /**
   * Moves the data into the new session. Default: `set` under the same keys. Call `session.login(…)` here when
   * the data says who is signed in.
   */
  readonly adopt?: (session: Session, data: Readonly<Record<string, unknown>>) => void | Promise<void>;
  /** How long one call of the store may take, in milliseconds (5,000). */
  readonly timeoutMs?: number;
}

interface MigratingRequest {
  readonly headers: { readonly cookie?: string | undefined };
  readonly session: Session;
}
interface MigratingResponse {
  appendHeader(name: string, value: string): unknown;
}

/**
 * Express middleware, behind `session()`, that keeps users signed in when an application changes from
 * express-session. A request without a session of ours that brings a cookie signed by express-session gets its
 * old session's data in a new session, with a new id, once: the old record ends {@link GRACE_MS} later, time
 * enough for the requests that came together with the first. Put the old secrets here, and take the middleware
 * away once the old sessions have run out.
 *
 * A cookie whose signature is not right, or whose session is over, is passed over. Where the old store fails,
 * the request does: an answer for somebody who is not signed in would be wrong.
 */
export function migrateFrom(options: MigrateFromOptions) {
  const { name = "connect.sid", adopt = setAll, path = "/", domain, partitioned = false } = options;
  const { secure = partitioned || /^__(?:host|secure)-/i.test(name) } = options;
  const secrets = typeof options.secret === "string" ? [options.secret] : options.secret;
  if (secrets.length === 0 || secrets.includes("")) {
    throw new SessionError("bad-setting", "migrateFrom() needs the secret that express-session had.");
  }
  const calls = new ExpressSessionCalls(options.store, options.timeoutMs ?? 5000);
  const takenBack = serializeSetCookie({
    name,
    value: "",
    path,
    ...(domain === undefined ? {} : { domain }),
    secure,
    partitioned,
    maxAgeSeconds: 0,
    expiresMs: 0,
  });

  async function migrate({ session }: MigratingRequest, response: MigratingResponse, id: string) {
    const old: OldSession | undefined = await calls.get(id);
    if (old === undefined || isOver(old)) return;
    const { cookie, [MOVED]: movedAtMs = Date.now(), ...data } = old;
    await adopt(session, data);
    // Ours is kept before theirs ends, so that a failure in between loses nothing.
    await session.save();
    const restMs = movedAtMs + GRACE_MS - Date.now();
    await calls.set(id, { ...old, cookie: { ...cookie, ...cookieFor(restMs) }, [MOVED]: movedAtMs });
    response.appendHeader("Set-Cookie", takenBack);
  }

  return function migrateFromExpressSession(
    request: MigratingRequest,
    response: MigratingResponse,
    next: (error?: unknown) => void,
  ): void {
    const { cookie } = request.headers;
    const value = cookie === undefined ? undefined : readCookie(cookie, name);
    const id = value === undefined ? undefined : verified(value, secrets);
    if (id === undefined || !request.session.isNew) next();
    else
      migrate(request, response, id).then(
        () => next(),
        (error: unknown) => next(failure(error)),
      );
  };
}

/** The old record's life after its data has moved. */
export const GRACE_MS = 30_000;
/** Where the old record says when its data moved, in milliseconds since 1970. */
const MOVED = "keepsakeMovedAtMs";

interface OldSession {
  readonly cookie?: { readonly expires?: string | Date | null };
  readonly [MOVED]?: number;
}

function isOver({ cookie, [MOVED]: movedAtMs }: OldSession): boolean {
  if (movedAtMs !== undefined && movedAtMs + GRACE_MS <= Date.now()) return true;
  const expires = cookie?.expires;
  return expires !== undefined && expires !== null && !(new Date(expires).getTime() > Date.now());
}

function setAll(session: Session, data: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(data)) session.set(key, value);
}

/** The id in `s:ID.SIGNATURE`, as the package cookie-signature signs it; undefined: signed by somebody else. */
function verified(value: string, secrets: readonly string[]): string | undefined {
  const text = decoded(value);
  const dot = text?.lastIndexOf(".") ?? -1;
  if (text === undefined || !text.startsWith("s:") || dot < 3) return undefined;
  const id = text.slice(2, dot);
  const signature = Buffer.from(text.slice(dot + 1));
  const isOurs = secrets.some((secret) => {
    const expected = Buffer.from(createHmac("sha256", secret).update(id).digest("base64").replace(/=+$/, ""));
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  });
  return isOurs ? id : undefined;
}

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

function failure(error: unknown): SessionError {
  if (error instanceof SessionError) return error;
  return new SessionError("store-failed", "The session of express-session could not be moved.", {
    cause: error,
  });
}
