/** What a browser may decide for itself about cookies. The defaults are what most browsers do, and the standard allows. */
export interface CookiePolicy {
  /**
   * Take `http://localhost` (and 127.x, ::1) for secure, as browsers do, so that Secure cookies work there.
   * Default true.
   */
  readonly trustLoopback: boolean;
  /**
   * Cookies of requests whose site is not that of the page in the address bar. "block": none are sent or kept.
   * "partitioned-only": those with the attribute `Partitioned`. Default "allow".
   */
  readonly thirdPartyCookies: "allow" | "block" | "partitioned-only";
  /**
   * Whether a redirect through another site makes a request cross-site. RFC 6265bis said so until its draft 13; no
   * browser could keep it, and the rule went. Fetch still has it. Default "ignored".
   */
  readonly sameSiteRedirects: "ignored" | "counted";
  /**
   * Send cookies without SameSite with cross-site POST navigations while they are younger than two minutes, as Chromium
   * does (RFC 6265bis §5.6.7.2 allows it). Default false.
   */
  readonly laxAllowingUnsafe: boolean;
}

export const DEFAULT_COOKIE_POLICY: CookiePolicy = {
  trustLoopback: true,
  thirdPartyCookies: "allow",
  sameSiteRedirects: "ignored",
  laxAllowingUnsafe: false,
};

/** RFC 6265bis §5.6.7.2: how young "created recently" is. */
export const LAX_ALLOWING_UNSAFE_MS = 2 * 60 * 1000;
