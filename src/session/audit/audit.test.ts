import { randomBytes } from "node:crypto";
import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { afterEach, describe, expect, it, vi } from "vitest";
import { sealedCookie } from "../cookie-held/sealed-cookie.ts";
import { starletteCookie } from "../cookie-held/starlette-cookie.ts";
import { session } from "../express.ts";
import type { SessionOptions } from "../settings.ts";
import { requireFresh } from "../sign-in/require-fresh.ts";
import { MemoryStore } from "../stores/memory-store.ts";
import type { AuditReport } from "./audit-report.ts";
import { auditedAs } from "./audited-part.ts";
import { CHECK_NUMBERS, type CheckNumber } from "./security-checks.ts";

const secret = () => randomBytes(32).toString("base64url");

function lineOf(report: AuditReport, check: CheckNumber) {
  const line = report.checks.find((one) => one.check === check);
  if (line === undefined) throw new Error(`Check ${check} is not in the report.`);
  return line;
}

/** An app with sessions, and the middleware that it was given. */
function appWith(options: SessionOptions, more: (app: Express) => void = () => {}): Express {
  const app = express();
  app.use(session({ store: new MemoryStore(), ...options }));
  more(app);
  return app;
}

describe("session.audit", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("judges each of the 44 checks, once, with what to change where one is not held", () => {
    const report = session.audit();
    expect(CHECK_NUMBERS).toEqual(Array.from({ length: 44 }, (_, at) => at + 1));
    expect(report.checks.map(({ check }) => check)).toEqual(CHECK_NUMBERS);
    for (const { title, why, verdict, remedy } of report.checks) {
      expect(title).toMatch(/[^.]$/);
      expect(why).toMatch(/\.$/);
      if (verdict === "not-held") expect(remedy).toMatch(/^[A-Z].*\.$/s);
    }
  });

  it("reads the environment when it is given nothing", () => {
    vi.stubEnv("TINA4_SESSION_BACKEND", "redis");
    vi.stubEnv("TINA4_SESSION_ENCRYPTION_KEYS", secret());
    vi.stubEnv("TINA4_SESSION_MAX_PER_USER", "5");
    const report = session.audit();
    expect(report.store).toBe("redis");
    expect(report.notHeld).toEqual([]);
    vi.stubEnv("TINA4_SESSION_ENCRYPTION_KEYS", `${secret()},plain`);
    expect(lineOf(session.audit(), 36)).toMatchObject({ verdict: "not-held" });
    vi.stubEnv("TINA4_SESSION_TLL", "5");
    expect(() => session.audit()).toThrow("Did you mean TINA4_SESSION_TTL?");
  });

  it.each([
    ["readable by scripts", { httpOnly: false }, 21, "TINA4_SESSION_HTTPONLY=true"],
    ["shared with other hosts", { domain: "example.com" }, 21, "TINA4_SESSION_DOMAIN"],
    ["sent over http", { secure: false }, 21, "TINA4_SESSION_SECURE"],
    ["sent with every site's requests", { sameSite: "None", secure: true }, 21, "TINA4_SESSION_SAMESITE"],
    ["unlimited", {}, 19, "TINA4_SESSION_MAX_PER_USER"],
  ] satisfies [string, SessionOptions, CheckNumber, string][])(
    "names the setting to change: %s",
    (_what, options, check, remedy) => {
      const line = lineOf(session.audit(options), check);
      expect(line.verdict).toBe("not-held");
      expect(line.remedy).toContain(remedy);
    },
  );

  it("check 29: finds an app that believes everybody about https", () => {
    const trusting = (trust: unknown) => {
      const app = appWith({});
      app.set("trust proxy", trust);
      return lineOf(session.audit(app), 29);
    };
    expect(trusting(true)).toMatchObject({ verdict: "not-held" });
    for (const trust of [false, 1, "loopback", ["10.0.0.0/8"]]) {
      expect(trusting(trust).verdict, String(trust)).toBe("settings");
    }
    const app = appWith({ secure: true });
    app.set("trust proxy", true);
    expect(lineOf(session.audit(app), 29).verdict).toBe("settings");
  });

  it("sees what stands around the sessions, also in nested routers", () => {
    expect(lineOf(session.audit(appWith({})), 39).verdict).toBe("not-held");
    expect(lineOf(session.audit(appWith({})), 20).why).toContain("No route asks");
    const app = appWith({}, (whole) => {
      const inner = express.Router();
      const innermost = express.Router();
      innermost.post("/password", requireFresh(300), (_req, res) => res.json({}));
      inner.use(innermost);
      whole.use("/account", inner);
      whole.use(auditedAs("csrf", (_req: Request, _res: Response, next: NextFunction) => next()));
    });
    expect(lineOf(session.audit(app), 20).why).toContain("requireFresh() is in use");
    expect(lineOf(session.audit(app), 39).verdict).toBe("settings");
  });

  it("knows a middleware by itself, and refuses an app without sessions", () => {
    const report = session.audit(session({ store: new MemoryStore(), maxSessionsPerUser: 3 }));
    expect(report.store).toBe("memory");
    expect(lineOf(report, 19).why).toContain("3 at most");
    expect(lineOf(report, 36).verdict).toBe("application");
    const bare = express();
    bare.get("/", (_req, res) => res.send("no sessions"));
    expect(() => session.audit(bare)).toThrow("no sessions to audit");
  });

  it("says what a session held in the cookie cannot have", () => {
    const sealed = session.audit({ cookieHeld: sealedCookie({ secrets: secret() }) });
    for (const check of [15, 17, 18, 19] as const) {
      expect(lineOf(sealed, check)).toMatchObject({
        verdict: "not-held",
        why: expect.stringContaining("no copy"),
      });
    }
    for (const check of [6, 16] as const) expect(lineOf(sealed, check).verdict).toBe("not-applicable");
    expect(lineOf(sealed, 43)).toMatchObject({ verdict: "not-held", why: expect.stringContaining("both") });
    expect(lineOf(sealed, 34).verdict).toBe("library");
    expect(lineOf(sealed, 36).verdict).toBe("library");
    const readable = session.audit({ cookieHeld: starletteCookie({ secretKey: secret() }) });
    expect(lineOf(readable, 34).verdict).toBe("not-applicable");
    expect(lineOf(readable, 36)).toMatchObject({ verdict: "not-held" });
  });

  it("prints for people and for programs, without a secret", () => {
    const secrets = [secret(), secret()];
    vi.stubEnv("TINA4_SESSION_ENCRYPTION_KEYS", secret());
    const report = session.audit({ secrets, maxSessionsPerUser: 2, absoluteTimeoutSeconds: 5400 });
    const text = String(report);
    expect(text).toContain("Held by your settings (");
    expect(text).toContain("  12  A session ends at last, whatever comes.\n      After 90 minutes");
    const json = JSON.stringify(report);
    expect((JSON.parse(json) as { checks: unknown[] }).checks).toHaveLength(44);
    for (const hidden of [...secrets, process.env["TINA4_SESSION_ENCRYPTION_KEYS"] ?? ""]) {
      expect(text + json).not.toContain(hidden);
    }
  });
});
