import { sameSite } from "./site.ts";

/** A browser gives up after so many in one go (Fetch §4.5). */
export const REDIRECT_LIMIT = 20;

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export function isRedirect(status: number): boolean {
  return redirects.has(status);
}

/**
 * The method after a redirect (Fetch §4.5 step 12): 303 turns everything but GET and HEAD into GET; 301 and 302
 * do that to POST; 307 and 308 keep the method, and so the body.
 */
export function methodAfterRedirect(status: number, method: string): string {
  if (status === 303) return method === "GET" || method === "HEAD" ? method : "GET";
  if ((status === 301 || status === 302) && method === "POST") return "GET";
  return method;
}

/**
 * Where a `Location` leads from `from`. A fragment goes along unless the new address has its own.
 * `undefined`: there is no Location, so the response is a page like any other. `null`: it cannot be read.
 */
export function redirectTarget(location: string | undefined, from: URL): URL | null | undefined {
  if (location === undefined) return undefined;
  const target = URL.parse(location, from);
  if (target !== null && target.hash === "") target.hash = from.hash;
  return target;
}

/**
 * The host by which a chain of redirects left the site that asked, and came from there to another: the "redirect-taint"
 * of Fetch §2.2.5. `undefined`: it has not. `asking` is `undefined` for the user's own wish, which no redirect taints.
 */
export function redirectedThrough(
  asking: URL | null | undefined,
  from: URL,
  to: URL,
  before?: string,
): string | undefined {
  if (before !== undefined || asking === undefined) return before;
  if (sameSite(from, to) || (asking !== null && sameSite(asking, from))) return undefined;
  return from.hostname;
}
