const UPPER_CASED = new Set(["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"]);

/** "Normalize" of the Fetch standard: these six in upper case, and any other as it was written: `patch` is not PATCH. */
export function normalMethod(method: string): string {
  const upper = method.toUpperCase();
  return UPPER_CASED.has(upper) ? upper : method;
}
