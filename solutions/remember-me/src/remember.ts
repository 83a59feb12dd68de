import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Request, Response } from "express";
import { findDevice, putDevice, removeDevice } from "./devices.ts";

const REMEMBER_MS = 30 * 24 * 60 * 60 * 1000;
/** A page loads many things at once with one cookie: so long is the value before still good. */
const GRACE_MS = 30_000;

/** Remembers this browser: a line in the table, and the cookie `remember`. */
export function remember(res: Response, userId: number): void {
  const [selector, validator] = [randomText(), randomText()];
  const endsAtMs = Date.now() + REMEMBER_MS;
  putDevice({ selector, userId, hash: hashOf(validator), hashBefore: "", renewedAtMs: 0, endsAtMs });
  sendCookie(res, selector, validator, endsAtMs);
}

/** Signs the browser in that its cookie `remember` tells of, if it is right to. */
export function comeBack(req: Request, res: Response): void {
  const [selector, validator] = cookieOf(req);
  const device = findDevice(selector);
  const nowMs = Date.now();
  if (device === undefined || Number(device["endsAtMs"]) <= nowMs) {
    forget(req, res);
    return;
  }
  const hash = hashOf(validator);
  if (areEqual(hash, device["hash"])) {
    const next = randomText();
    putDevice({ ...device, hash: hashOf(next), hashBefore: hash, renewedAtMs: nowMs });
    sendCookie(res, selector, next, Number(device["endsAtMs"]));
    req.session.login(device.userId);
  } else if (areEqual(hash, device["hashBefore"]) && nowMs - Number(device["renewedAtMs"]) < GRACE_MS) {
    req.session.login(device.userId);
  } else {
    console.warn(`There are two copies of a cookie of user ${device.userId}: it ends.`);
    forget(req, res);
  }
}

/** Forgets this browser: the line and the cookie. */
export function forget(req: Request, res: Response): void {
  const [selector] = cookieOf(req);
  removeDevice(selector);
  res.clearCookie("remember", { httpOnly: true, secure: true, sameSite: "lax" });
}

function sendCookie(res: Response, selector: string, validator: string, endsAtMs: number): void {
  const maxAge = endsAtMs - Date.now();
  res.cookie("remember", `${selector}.${validator}`, {
    maxAge,
    httpOnly: true,
    secure: true,
    sameSite: "lax",
  });
}

/** Made by hand, a cookie may be no text at all. */
function cookieOf(req: Request): [selector: string, validator: string] {
  const cookie: unknown = req.cookies.remember;
  const [selector = "", validator = ""] = typeof cookie === "string" ? cookie.split(".") : [];
  return [selector, validator];
}

function randomText(): string {
  return randomBytes(24).toString("base64url");
}

/** Random and long, so a fast hash hides it. */
function hashOf(validator: string): string {
  return createHash("sha256").update(validator).digest("hex");
}

function areEqual(hash: string, stored: unknown): boolean {
  const [one, other] = [Buffer.from(hash), Buffer.from(String(stored))];
  return one.length === other.length && timingSafeEqual(one, other);
}
