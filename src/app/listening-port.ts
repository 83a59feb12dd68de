import { badSetting } from "../session/setting-errors.ts";

/** Where `app.listen()` listens when neither an argument nor the variable PORT says otherwise. */
export const DEFAULT_PORT = 7148;
const HIGHEST_PORT = 65_535;

/**
 * What the variable PORT says; unset or empty: {@link DEFAULT_PORT}. 0: any that is free. Throws {@link SessionError}
 * "bad-setting" for what is no port.
 */
export function listeningPort(environment: Readonly<Record<string, string | undefined>>): number {
  const text = environment["PORT"]?.trim() ?? "";
  if (text === "") return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= HIGHEST_PORT) return port;
  throw badSetting(
    "PORT",
    text,
    `Set it to a whole number from 0 to ${HIGHEST_PORT}, or leave it out for ${DEFAULT_PORT}.`,
  );
}
