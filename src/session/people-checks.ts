import { outageChecks } from "./outage-checks.ts";
import { loginChecks } from "./sign-in/login-checks.ts";
import { rememberChecks } from "./sign-in/remember-checks.ts";
import { userSessionsChecks } from "./sign-in/user-sessions-checks.ts";
import type { OpenTrial } from "./trial-stores/trial-store.ts";

/** The checks of who is signed in (7 to 10, 17 to 20, 41), and of stores that fail (42), on a store that can list. */
export function peopleChecks(name: string, open: OpenTrial): void {
  loginChecks(name, open);
  rememberChecks(name, open);
  userSessionsChecks(name, open);
  outageChecks(name, open);
}
