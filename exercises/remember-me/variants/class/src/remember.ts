import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import type { Request, Response } from "express";
import { type Device, findDevice, putDevice, removeDevice } from "./devices.ts";

const SECONDS = 1000;
const LIFE = 30 * 24 * 3600 * SECONDS;

/** A cookie's value, "SELECTOR:VALIDATOR". */
class Ticket {
  readonly selector: string;
  readonly validator: string;

  constructor(selector: string, validator: string) {
    this.selector = selector;
    this.validator = validator;
  }

  static from(req: Request): Ticket {
    const text = String(req.cookies.remember ?? "");
    const colon = text.indexOf(":");
    return new Ticket(text.slice(0, Math.max(colon, 0)), text.slice(colon + 1));
  }

  renewed(): Ticket {
    return new Ticket(this.selector, randomUUID() + randomUUID());
  }

  get proof(): string {
    return createHmac("sha256", this.selector).update(this.validator).digest("base64");
  }

  proves(stored: unknown): boolean {
    const expected = Buffer.from(String(stored), "base64");
    const given = Buffer.from(this.proof, "base64");
    return expected.length === given.length && timingSafeEqual(expected, given);
  }

  give(res: Response, device: Device): void {
    res.cookie("remember", `${this.selector}:${this.validator}`, {
      expires: new Date(Number(device["until"])),
      maxAge: Number(device["until"]) - Date.now(),
      httpOnly: true,
      sameSite: "strict",
      path: "/",
    });
  }
}

export function remember(res: Response, userId: number): void {
  const ticket = new Ticket(randomUUID(), "").renewed();
  const device = { selector: ticket.selector, userId, proof: ticket.proof, until: Date.now() + LIFE };
  putDevice(device);
  ticket.give(res, device);
}

export function comeBack(req: Request, res: Response): void {
  const ticket = Ticket.from(req);
  const device = findDevice(ticket.selector);
  if (device === undefined || Date.now() >= Number(device["until"])) return;
  if (ticket.proves(device["proof"])) {
    const next = ticket.renewed();
    putDevice({ ...device, proof: next.proof, old: ticket.proof, replacedAt: Date.now() });
    next.give(res, device);
  } else if (!ticket.proves(device["old"]) || Date.now() > Number(device["replacedAt"]) + 30 * SECONDS) {
    removeDevice(ticket.selector);
    return;
  }
  req.session.login(device.userId);
}

export function forget(req: Request, res: Response): void {
  removeDevice(Ticket.from(req).selector);
  res.clearCookie("remember");
}
