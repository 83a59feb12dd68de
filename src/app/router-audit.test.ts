import express, { type Express } from "express";
import { expect, it } from "vitest";
import { MemoryStore, requireFresh, session } from "../session/index.ts";
import { cors } from "./cors.ts";
import { csrf } from "./csrf.ts";
import { Router } from "./index.ts";

const sessions = () => session({ store: new MemoryStore() });

function lineOf(app: Express, check: number) {
  return session.audit(app).checks.find((line) => line.check === check);
}

it("an audit sees this library's middleware where it was given to a Router", () => {
  const app = express();
  app.use(sessions());
  const account = Router();
  app.use("/account", account);
  expect(lineOf(app, 39)?.verdict).toBe("not-held");
  account.post("/password", requireFresh(300), (_req, res) => {
    res.json({});
  });
  account.use([cors({ origins: ["https://partner.example"] }), csrf()]);
  expect(lineOf(app, 20)?.why).toContain("requireFresh() is in use");
  expect(lineOf(app, 39)?.verdict).toBe("settings");
});

it("an audit finds the sessions that were given to a Router", () => {
  const app = express();
  const whole = Router();
  whole.use(sessions());
  app.use(whole);
  expect(session.audit(app).store).toBe("memory");
});
