import { describe, expect, it } from "vitest";
import { resolveSettings } from "./settings.ts";

describe("settings", () => {
  it("have the chapters' names and defaults", () => {
    expect(resolveSettings({}, {})).toMatchObject({
      backend: { kind: "file", folder: "data/sessions" },
      name: "tina4_session",
      idleTimeoutMs: 3_600_000,
      absoluteTimeoutMs: 86_400_000,
      renewalTimeoutMs: Number.POSITIVE_INFINITY,
      secure: "auto",
      httpOnly: true,
      sameSite: "Lax",
      permanent: true,
      turnWaitMs: 5000,
      turnLeaseMs: 30_000,
    });
  });

  it("are read from the environment, and options win", () => {
    const environment = {
      TINA4_SESSION_BACKEND: "memory",
      TINA4_SESSION_TTL: "60",
      TINA4_SESSION_NAME: "myapp_session",
      TINA4_SESSION_SECURE: "true",
      TINA4_SESSION_HTTPONLY: "false",
      TINA4_SESSION_SAMESITE: "none",
      TINA4_SESSION_PATH: "",
    };
    expect(resolveSettings({ idleTimeoutSeconds: 30 }, environment)).toMatchObject({
      backend: { kind: "memory" },
      idleTimeoutMs: 30_000,
      name: "myapp_session",
      secure: true,
      httpOnly: false,
      sameSite: "None",
    });
  });

  it.each([
    [{ TINA4_SESSION_TLL: "60" }, 'TINA4_SESSION_TLL is "60". There is no such setting.'],
    [{ TINA4_SESSION_TTL: "an hour" }, 'TINA4_SESSION_TTL is "an hour". Give whole seconds'],
    [{ TINA4_SESSION_TTL: "0" }, "Give whole seconds"],
    [
      { TINA4_SESSION_BACKEND: "redis" },
      'TINA4_SESSION_BACKEND is "redis". This version has file and memory.',
    ],
    [{ TINA4_SESSION_BACKEND: "disk" }, "Use file or memory."],
    [{ TINA4_SESSION_SECURE: "yes" }, "Use true or false."],
    [{ TINA4_SESSION_SAMESITE: "Strictly" }, "Use Strict, Lax or None."],
    [{ TINA4_SESSION_SAMESITE: "None" }, "set TINA4_SESSION_SECURE=true"],
    [{ TINA4_SESSION_SAMESITE: "None", TINA4_SESSION_SECURE: "auto" }, "set TINA4_SESSION_SECURE=true"],
    [{ TINA4_SESSION_NAME: "my session" }, "Use letters, digits"],
    [{ TINA4_SESSION_NAME: "__Host-session" }, "set TINA4_SESSION_SECURE=true"],
    [{ TINA4_SESSION_TTL: "90000" }, "longer than the absolute timeout"],
  ])("are refused at start with setting, value and remedy: %j", (environment, message) => {
    expect(() => resolveSettings({}, environment)).toThrow(message);
  });

  it("take a time-out in options that no cookie could hold as a mistake", () => {
    expect(() => resolveSettings({ absoluteTimeoutSeconds: 1e9 }, {})).toThrow(
      "absoluteTimeoutSeconds is 1000000000",
    );
    expect(() => resolveSettings({ turnWaitMs: 0 }, {})).toThrow("turnWaitMs is 0");
  });
});
