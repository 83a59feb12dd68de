import { Buffer } from "node:buffer";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Request } from "express";
import type { Session } from "../session/session-face.ts";

/** The field of a form that carries the token. */
export const TOKEN_FIELD = "form_token";
/** The header field in which a script sends it. */
export const TOKEN_HEADER = "X-CSRF-Token";

const TOKEN_BYTES = 32;
/** Pad and masked token, in base64url. */
const SHAPE = /^[A-Za-z0-9_-]{86}$/;

/**
 * A token that proves that a request comes from a page of this session: give it to scripts, which send it as
 * `X-CSRF-Token`. Different at each call and good as long as the session's id; after a sign-in, pages that were
 * loaded before have an old one. A visitor without a session gets one by this call, and with it a cookie.
 */
export function csrfToken(req: Request): string {
  const session = sessionOf(req);
  if (session.isNew) session.begin();
  const pad = randomBytes(TOKEN_BYTES);
  // Masked, so that a compressed page does not give it away letter by letter (BREACH).
  return Buffer.concat([pad, xor(tokenOf(session), pad)]).toString("base64url");
}

/** A hidden field with the token, as HTML, for the inside of a form. */
export function formToken(req: Request): string {
  return `<input type="hidden" name="${TOKEN_FIELD}" value="${csrfToken(req)}">`;
}

export function isTokenOf(req: Request, given: unknown): boolean {
  if (typeof given !== "string" || !SHAPE.test(given)) return false;
  const bytes = Buffer.from(given, "base64url");
  const session = sessionOf(req);
  if (session.isNew || bytes.length !== 2 * TOKEN_BYTES) return false;
  const token = xor(bytes.subarray(TOKEN_BYTES), bytes.subarray(0, TOKEN_BYTES));
  return timingSafeEqual(token, tokenOf(session));
}

/**
 * The id is a secret that only this browser and the server know, so it needs no other key. It ends with the id:
 * whoever planted an anonymous session knows no token of the one after sign-in.
 */
function tokenOf(session: Session): Buffer {
  return createHmac("sha256", session.getSessionId()).update("keepsake form token").digest();
}

function xor(left: Buffer, right: Buffer): Buffer {
  return Buffer.from(left.map((byte, at) => byte ^ (right[at] ?? 0)));
}

function sessionOf(req: Request): Session {
  if (Reflect.has(req, "session")) return req.session;
  throw new Error("The CSRF protection needs req.session: put csrf() behind session().");
}
