import fc from "fast-check";
import { describe, expect } from "vitest";
import { parseEnvFile } from "../../app/env-file.ts";
import { readSecrets } from "../secrets.ts";
import { SessionError } from "../session-error.ts";
import { resolveSettings, type SessionOptions } from "../settings.ts";
import { DatabaseError } from "../stores/sql/database-error.ts";
import { engineOf } from "../stores/sql/sql-engine.ts";
import { fuzz, orDocumented } from "./fuzz.ts";
import { mutatedTexts } from "./mutations.ts";

const NAMES =
  "BACKEND TTL PATH NAME SECURE HTTPONLY SAMESITE HOST PORT PASSWORD DATABASE URL REMEMBER_TTL REMEMBER_NAME COOKIE_PATH DOMAIN PARTITIONED ENCRYPTION_KEYS SECRET";
const VALUES =
  "file memory redis valkey mongodb database true false auto 3600 Lax None redis://:pw@h:1/0 rediss+sentinel://a,b/m postgres://u:p@h/d sqlite::memory: ../x __Host-id";

const variable = fc.tuple(
  mutatedTexts(NAMES.split(" ")).map((name) => `TINA4_SESSION_${name}`),
  mutatedTexts(VALUES.split(" ")),
);
const environment = fc.array(variable, { maxLength: 5 }).map((pairs) => Object.fromEntries(pairs));
const wild = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(null, "auto", "None", "memory", "a".repeat(64)),
  mutatedTexts(VALUES.split(" ")),
);
const options = fc.dictionary(
  fc.constantFrom(
    ...["name", "idleTimeoutSeconds", "absoluteTimeoutSeconds", "renewalTimeoutSeconds", "graceSeconds"],
    ...["secure", "httpOnly", "sameSite", "permanent", "turnWaitMs", "turnLeaseMs", "storeTimeoutMs"],
    ...["rememberSeconds", "rememberName", "maxSessionsPerUser", "domain", "cookiePath", "partitioned"],
    ...["encryptionKeys", "secrets", "notASetting"],
  ),
  wild,
  { maxKeys: 5 },
);

describe("settings", () => {
  fuzz(
    "any settings are refused with bad-setting or complete",
    fc.tuple(options, environment),
    ([given, env]) => {
      // Callers in JavaScript give what they like.
      const settings = orDocumented(() => resolveSettings(given as SessionOptions, env), isBadSetting)?.value;
      if (settings === undefined) return;
      expect(settings.idleTimeoutMs).toBeGreaterThan(0);
      expect(settings.idleTimeoutMs).toBeLessThanOrEqual(settings.absoluteTimeoutMs);
      if (settings.sameSite === "None") expect(settings.secure).toBe(true);
    },
    // Read once at start, so its messages may take their time.
    { short: 500, full: 100_000 },
  );

  const secrets = mutatedTexts(["Zk3uQ9vYh1tXw7Lr5sBn2mCe8pJd4fGa,9vYh1tXw7Lr5sBn2mCe8pJd4fGaZk3uQ"]);
  fuzz("any secrets are refused with bad-setting or strong, and in no message", secrets, (text) => {
    try {
      for (const secret of readSecrets("SECRET", text) ?? []) {
        expect(Buffer.byteLength(secret)).toBeGreaterThanOrEqual(32);
      }
    } catch (error) {
      expect(isBadSetting(error)).toBe(true);
      const [why] = String(error).split("Make one with:");
      for (const secret of text.split(",")) {
        if (secret.trim().length > 7) expect(why).not.toContain(secret.trim());
      }
    }
  });

  const urls = mutatedTexts([
    "postgres://user:secret@127.0.0.1:5432/shop?sslmode=require",
    "mysql://user:secret@[::1]:3306/shop",
    "firebird://SYSDBA:secret@localhost/var/lib/shop.fdb",
    "mssql://sa:secret@h:1433/shop?encrypt=false",
    "sqlite:///tmp/shop.db",
    "sqlite::memory:",
  ]);
  fuzz("any database URL is refused with bad-url or names an engine", urls, (url) => {
    const engine = orDocumented(
      () => engineOf(url),
      (error) => error instanceof DatabaseError && error.kind === "bad-url",
    );
    if (engine !== undefined) expect(typeof engine.value.connect).toBe("function");
  });

  const envFiles = mutatedTexts(["A=1\nexport B='two # 3'\r\nC=\"x\\ny\n z\"\n# no\nD=`q`\nE=a # b"]);
  fuzz("any .env file is read", envFiles, (text) => {
    for (const name of Object.keys(parseEnvFile(text))) expect(name).toMatch(/^[A-Za-z_][\w.-]*$/);
  });
});

function isBadSetting(error: unknown): boolean {
  return error instanceof SessionError && error.code === "bad-setting";
}
