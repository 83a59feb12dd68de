import { SessionError } from "./session-error.ts";

/** "bad-setting": names the setting, shows its value, and says what to do. */
export function badSetting(setting: string, value: unknown, remedy: string): SessionError {
  return new SessionError("bad-setting", `${setting} is ${shown(value)}. ${remedy}`);
}

/** The same for a setting that may hold a password or a key: its value is not shown. */
export function badSecretSetting(setting: string, remedy: string): SessionError {
  return new SessionError("bad-setting", `${setting} (its value is not shown) cannot be used. ${remedy}`);
}

const SHOWN_LENGTH = 100;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}
