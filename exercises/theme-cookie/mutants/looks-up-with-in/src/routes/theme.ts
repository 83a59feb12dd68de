import type { Request } from "express";
import { Router } from "keepsake";

const THEMES = { light: true, dark: true };
const A_YEAR_MS = 365 * 24 * 60 * 60 * 1000;

Router.get("/", async (req, res) => {
  return res.render("page.html", { title: "Desk lamps", theme: themeOf(req) });
});

Router.get("/about/team", async (req, res) => {
  return res.render("page.html", { title: "Our team", theme: themeOf(req) });
});

Router.post("/theme", async (req, res) => {
  const theme = knownTheme(req.body?.theme);
  if (theme === undefined) return res.status(400).send("The theme is light or dark.");
  res.cookie("theme", theme, { maxAge: A_YEAR_MS, sameSite: "lax" });
  return res.redirect(303, "/");
});

Router.post("/theme/reset", async (_req, res) => {
  res.clearCookie("theme", { sameSite: "lax" });
  return res.redirect(303, "/");
});

function themeOf(req: Request): string {
  return knownTheme(req.cookies.theme) ?? "light";
}

function knownTheme(value: unknown): string | undefined {
  return typeof value === "string" && value in THEMES ? value : undefined;
}
