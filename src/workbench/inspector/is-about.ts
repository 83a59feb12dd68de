import type { CookieDecision } from "../../web/exchange.ts";
import type { JarCookie } from "../../web/jar-cookie.ts";
import { samePartition } from "../../web/partition-key.ts";

/** Is this decision about this very cookie, with this value? Two cookies of one name differ in the rest. */
export function isAbout(decision: CookieDecision, cookie: JarCookie): boolean {
  return (
    decision.name === cookie.name &&
    decision.domain === cookie.domain &&
    decision.hostOnly === cookie.hostOnly &&
    decision.path === cookie.path &&
    samePartition(decision.partitionKey, cookie.partitionKey) &&
    decision.value === cookie.value
  );
}
