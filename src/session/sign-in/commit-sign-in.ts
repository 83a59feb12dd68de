import type { Patch } from "../patch.ts";
import type { SignIn } from "../record.ts";
import { idsOf } from "../session-id.ts";
import type { Awaitable } from "../store.ts";
import type { Visit } from "../visit.ts";
import { publishSignIn } from "./publish-sign-in.ts";
import { newRememberToken, parseRememberToken, printRememberToken } from "./remember-cookie.ts";
import { familyRecord } from "./remember-family.ts";
import { StoredUserSessions } from "./user-sessions.ts";

/**
 * The commit of a request that signed somebody in or out: what remembered the device before goes first, what is
 * to remember it comes into being, then `write` writes the session, and at last the user's oldest sessions go
 * where there are too many. When a step fails, the later ones do not happen and the answer is 503 without a
 * cookie, so nobody holds the key to what was half done.
 */
export async function commitSignIn(
  visit: Visit,
  patch: Patch | undefined,
  write: (patch: Patch | undefined) => Awaitable<void>,
): Promise<void> {
  const { session, request } = visit;
  const login = loginOf(visit, patch);
  // A login that is not to be remembered leaves the device as it was, when it is the same user's.
  const kept = login?.remembers === false ? login.signIn.family : undefined;
  const { forgets } = session;
  const isPresented = await forgetDevice(visit, kept);
  if (login?.remembers === true) {
    const { value, family } = await rememberDevice(visit, login);
    try {
      await write({ ...login.patch, signIn: { ...login.signIn, family } });
    } catch (error) {
      await forgetQuietly(visit, family);
      throw error;
    }
    if (isGone(visit)) await forgetQuietly(visit, family);
    else visit.rememberCookie = visit.rememberCookieHeader(value, visit.context.settings.rememberMs);
  } else {
    await write(patch);
    // Also one that an earlier commit of this request chose.
    const isSent = isPresented || (kept === undefined && visit.rememberCookie !== undefined);
    if (isSent) visit.rememberCookie = visit.expiredRememberHeader();
  }
  if (forgets) publishSignIn({ request: request.request, kind: "signed-out" });
  if (login === undefined || isGone(visit)) return;
  publishSignIn({ request: request.request, kind: "signed-in" });
  await capSessions(visit, login.userId);
}

/** Signing out where there is no session to write to: the device is forgotten. */
export async function commitSignOut(visit: Visit, write: () => Awaitable<void>): Promise<void> {
  const isPresented = await forgetDevice(visit, undefined);
  await write();
  if (isPresented) visit.rememberCookie = visit.expiredRememberHeader();
  publishSignIn({ request: visit.request.request, kind: "signed-out" });
}

/** Its record died under it, so nobody was signed in (rule 14). */
function isGone({ session }: Visit): boolean {
  return session.mode !== "open";
}

/** Of a login that did not happen: nobody has its cookie, and no list of devices should show it. */
async function forgetQuietly({ context }: Visit, family: string): Promise<void> {
  try {
    await context.store.destroy(family);
  } catch {
    // The store is down; it ends by itself.
  }
}

interface Login {
  readonly userId: string | number;
  readonly signIn: SignIn;
  readonly remembers: boolean;
  readonly patch: Patch;
}

function loginOf(visit: Visit, patch: Patch | undefined): Login | undefined {
  const { userId, remembers } = visit.session;
  const signIn = patch?.signIn;
  if (patch === undefined || signIn === undefined || signIn === null || userId === undefined)
    return undefined;
  return { userId, signIn, remembers, patch };
}

/** Revokes what remembered this device, but for `kept`. True: the user agent has a cookie that is to go. */
async function forgetDevice(visit: Visit, kept: string | undefined): Promise<boolean> {
  const cookieValue = visit.request.cookie(visit.context.settings.rememberName);
  const token = cookieValue === undefined ? undefined : parseRememberToken(cookieValue);
  const { store } = visit.context;
  const presented = token === undefined ? undefined : idsOf(store).deviceKey(token.selector);
  for (const key of new Set([visit.session.before?.family, presented])) {
    if (key !== undefined && key !== kept) await store.destroy(key);
  }
  return cookieValue !== undefined && (presented === undefined || presented !== kept);
}

async function rememberDevice(visit: Visit, { userId, signIn }: Login) {
  const { store, settings } = visit.context;
  const token = newRememberToken();
  const family = idsOf(store).deviceKey(token.selector);
  const record = familyRecord(userId, signIn, token.validator, settings.nowMs(), settings.rememberMs);
  await store.create(family, record);
  return { value: printRememberToken(token), family };
}

/** Signs the user out where the id is oldest, when they are signed in in too many places. */
export async function capSessions(visit: Visit, userId: string | number): Promise<void> {
  const { store, settings } = visit.context;
  if (settings.maxSessionsPerUser === Number.POSITIVE_INFINITY) return;
  const users = new StoredUserSessions(store, settings, undefined);
  const count = await users.cap(userId, settings.maxSessionsPerUser);
  if (count > 0) publishSignIn({ request: visit.request.request, kind: "evicted", count });
}
