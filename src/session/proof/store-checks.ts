import type { OpenTrial } from "../trial-stores/trial-store.ts";
import { identityChecks } from "./identity-checks.ts";
import { lifetimeChecks } from "./lifetime-checks.ts";
import { responseChecks } from "./response-checks.ts";

/** The checks of session security that need no more than a store that keeps records. */
export function storeChecks(name: string, open: OpenTrial): void {
  identityChecks(name, open);
  lifetimeChecks(name, open);
  responseChecks(name, open);
}
