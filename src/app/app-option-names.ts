import { nearest } from "../session/did-you-mean.ts";
import { SessionError } from "../session/session-error.ts";
import { isSessionOption } from "../session/setting-names.ts";
import type { AppOptions } from "./create-app.ts";

const NAMES = Object.keys({
  folder: true,
  session: true,
  bodyLimitBytes: true,
  beforeSession: true,
  cors: true,
  csrf: true,
  rememberMe: true,
  cookieSecrets: true,
} satisfies Record<keyof AppOptions, true>);

/** Throws {@link SessionError} "bad-setting" for an option that `createApp` does not know, as JavaScript lets through. */
export function refuseUnknownAppOptions(options: AppOptions): void {
  const given: unknown = options;
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new SessionError(
      "bad-setting",
      'createApp() takes an object of options, such as createApp({ folder: "shop" }), or nothing.',
    );
  }
  for (const name of Object.keys(given)) {
    if (NAMES.includes(name)) continue;
    throw new SessionError("bad-setting", `createApp() has no option "${name}". ${remedyFor(name)}`);
  }
}

function remedyFor(name: string): string {
  if (name === "port") return "Give it to app.listen(), or set PORT.";
  if (isSessionOption(name)) return `It is one of the session's: createApp({ session: { ${name}: … } }).`;
  const meant = nearest(name, NAMES);
  return meant === undefined ? `There are ${NAMES.join(", ")}.` : `Did you mean "${meant}"?`;
}
