import { SessionError } from "./session-error.ts";
import { badSetting } from "./setting-errors.ts";
import type { SessionOptions } from "./settings.ts";

/**
 * Throws {@link SessionError} "bad-setting" for options of another kind than the types say, which JavaScript lets
 * through: else the first thing that is heard of them is a TypeError from somewhere within.
 */
export function refuseOtherKinds(options: SessionOptions): void {
  if (!isObject(options) || Array.isArray(options)) {
    throw new SessionError(
      "bad-setting",
      'session() takes an object of options, such as session({ name: "shop" }), or nothing.',
    );
  }
  const { store, cookieHeld, nowMs, log } = options as { readonly [Name in keyof SessionOptions]: unknown };
  if (store !== undefined && !has(store, "load", "patch", "rotate")) throw notAStore(store);
  if (cookieHeld !== undefined && !has(cookieHeld, "encode", "decode")) {
    throw notUsable("cookieHeld", "Give what sealedCookie(), flaskCookie() or another of its kind returns.");
  }
  if (nowMs !== undefined && typeof nowMs !== "function") {
    throw badSetting(
      "nowMs",
      nowMs,
      "Give a function that returns milliseconds since 1970, such as Date.now.",
    );
  }
  if (log !== undefined && typeof log !== "function") {
    throw badSetting("log", log, "Give a function that takes a message, such as console.error.");
  }
}

function notAStore(store: unknown): SessionError {
  if (store instanceof Promise) {
    return notUsable("store", "It is a promise. Await it first.");
  }
  return has(store, "get", "set", "destroy")
    ? notUsable(
        "store",
        "It looks like a store made for express-session: give fromExpressSessionStore(store), or take one of this library's.",
      )
    : notUsable(
        "store",
        "Give what redisStore(), databaseStore(), fileStore() or another of its kind returns.",
      );
}

/** A store may hold a password: it is not shown. */
function notUsable(option: string, remedy: string): SessionError {
  return new SessionError("bad-setting", `${option} is none that session() can use. ${remedy}`);
}

function has(value: unknown, ...verbs: readonly string[]): boolean {
  return isObject(value) && verbs.every((verb) => typeof value[verb] === "function");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
