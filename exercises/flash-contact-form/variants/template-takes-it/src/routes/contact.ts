import type { Request, Response } from "express";
import { Router } from "keepsake";

Router.get("/contact", (_req, res) => res.html("contact.html"));

Router.post("/contact", (req, res) => {
  const typed = { name: field(req, "name"), text: field(req, "text") };
  const faults = Object.entries(typed).filter(([, value]) => value === "" || value.length > 500);
  const [[fault] = []] = faults;
  if (fault !== undefined) return refuse(req, res, `Please look at your ${fault}.`, typed);

  req.session.increment("letters");
  if (isScript(req)) {
    return res.status(201).json({ message: "Received.", letters: req.session.get("letters") });
  }
  req.session.flash("note", { kind: "success", text: `We have your letter, ${typed.name}` });
  return res.redirect(303, "/contact");
});

function refuse(req: Request, res: Response, error: string, typed: Record<string, string>) {
  res.status(422);
  if (isScript(req)) return res.json({ error });
  req.session.flashes.now("note", { kind: "error", text: error });
  return res.html("contact.html", typed);
}

function field(req: Request, name: string): string {
  const value: unknown = req.body?.[name];
  return typeof value === "string" ? value.trim() : "";
}

function isScript(req: Request): boolean {
  return req.is("application/json") !== false;
}
