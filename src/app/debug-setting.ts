import { SessionError } from "../session/session-error.ts";

/**
 * Whether error pages show causes and stacks: TINA4_DEBUG, or else whenever NODE_ENV is not "production". Throws
 * "bad-setting" for values that are neither true nor false, and for true in production.
 */
export function showsDetails(environment: Readonly<Record<string, string | undefined>>): boolean {
  const isProduction = environment["NODE_ENV"] === "production";
  const text = environment["TINA4_DEBUG"]?.trim().toLowerCase() ?? "";
  switch (text) {
    case "":
      return !isProduction;
    case "false":
    case "0":
      return false;
    case "true":
    case "1":
      if (!isProduction) return true;
      throw new SessionError(
        "bad-setting",
        "TINA4_DEBUG is true and NODE_ENV is production: error pages would show the program to everybody. " +
          "Take one of them away.",
      );
  }
  throw new SessionError("bad-setting", `TINA4_DEBUG is ${JSON.stringify(text)}. Use true or false.`);
}
