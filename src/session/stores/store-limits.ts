import { SessionError } from "../session-error.ts";

/** The longest that a timer waits; with a longer time it runs out at once. */
export const LONGEST_TIMER_MS = 2_147_483_647;

/**
 * Throws {@link SessionError} "bad-setting" for an option that is no whole number from 1 to its limit. `store`: as in
 * "The redis session store".
 */
export function checkLimits<Name extends string>(
  store: string,
  options: { readonly [name in NoInfer<Name>]?: number },
  limits: { readonly [name in Name]: number },
): void {
  for (const name of Object.keys(limits) as Name[]) {
    const value = options[name];
    if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= limits[name])) continue;
    throw new SessionError(
      "bad-setting",
      `${store}'s ${name} is ${value}. Use a whole number from 1 to ${limits[name]}.`,
    );
  }
}
