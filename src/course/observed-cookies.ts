/** What observations read of an exchange's header fields and cookies. */
import type { Observed } from "./observation.ts";

const MINUTE_MS = 60_000;

/** The values of the field, whose name is in lower case, as they stand. */
export function valuesOf(headers: Observed["requestHeaders"], name: string): string[] {
  return headers.filter(([field]) => field.toLowerCase() === name).map(([, value]) => value);
}

/** Any cookie, where no name is given. */
export function sendsCookie(seen: Observed, name: string | undefined): boolean {
  return sentCookies(seen).some((pair) => name === undefined || pair.startsWith(`${name}=`));
}

/** The value that the request sends. */
export function sentValue(seen: Observed, name: string): string | undefined {
  return sentCookies(seen)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

/** The value that the response sets. */
export function gotValue(seen: Observed, name: string): string | undefined {
  return setCookies(seen, name)
    .findLast((value) => !isDeletion(value))
    ?.slice(name.length + 1)
    .replace(/;.*$/, "");
}

/** "name=value" each. */
function sentCookies({ requestHeaders }: Observed): string[] {
  return valuesOf(requestHeaders, "cookie").flatMap((value) => value.split(";").map((pair) => pair.trim()));
}

/** The Set-Cookie lines of that name, or all. */
export function setCookies(seen: Observed, name: string | undefined): string[] {
  const values = valuesOf(seen.responseHeaders, "set-cookie");
  return values.filter((value) => name === undefined || value.startsWith(`${name}=`));
}

/** Case does not count. */
export function hasAttribute(setCookie: string, attribute: string): boolean {
  const [, ...attributes] = setCookie.split(";");
  return attributes.some((one) => one.trim().toLowerCase() === attribute.toLowerCase());
}

/** To the minute: a date was written a moment after the request. `undefined`: it says none. */
export function lifetimeMs(setCookie: string, atMs: number): number | undefined {
  const attributeOf = (attribute: string) =>
    setCookie
      .split(";")
      .slice(1)
      .map((one) => one.trim())
      .findLast((one) => one.toLowerCase().startsWith(`${attribute}=`))
      ?.slice(attribute.length + 1);
  const [maxAge, expires] = [attributeOf("max-age"), attributeOf("expires")];
  if (maxAge === undefined && expires === undefined) return undefined;
  const ms = maxAge === undefined ? Date.parse(expires ?? "") - atMs : Number(maxAge) * 1000;
  return Math.round(ms / MINUTE_MS) * MINUTE_MS;
}

/** Whether it ends the cookie. */
export function isDeletion(setCookie: string): boolean {
  return /;\s*max-age=(0|-\d+)\s*(;|$)/i.test(setCookie) || /;\s*expires=[^;]*\b1970\b/i.test(setCookie);
}
