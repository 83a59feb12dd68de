import { SessionError } from "../session/session-error.ts";

/**
 * An origin as browsers write it: `https://shop.example`, `http://localhost:3000`. Throws "bad-setting" naming
 * the setting for anything else, such as a path behind it, `null`, or a pattern.
 */
export function checkOrigin(setting: string, origin: string): string {
  const parsed = URL.canParse(origin) ? new URL(origin) : undefined;
  const isWeb = /^https?:$/.test(parsed?.protocol ?? "") && !origin.includes("*");
  if (isWeb && parsed?.origin === origin.toLowerCase()) return parsed.origin;
  const example = isWeb ? parsed?.origin : undefined;
  throw new SessionError(
    "bad-setting",
    `${setting} has ${JSON.stringify(origin.slice(0, 100))}, which is no origin. ` +
      `Write scheme, host and port with nothing behind: ${example ?? "https://shop.example or http://localhost:3000"}.`,
  );
}
