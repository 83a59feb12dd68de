import type { HostPlan } from "../course/setup.ts";

/**
 * The address that somebody means who types `text` into an address field: a whole one as it is, a host's name with the
 * scheme that the host has (https when it has both), and anything else as a path of `origin`.
 */
export function typedAddress(
  text: string,
  origin: string,
  hosts: readonly Pick<HostPlan, "name" | "scheme" | "port">[],
): string {
  const typed = text.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(typed)) return typed;
  const [, host] = /^([\w-]+(?:\.[\w-]+)*(?::\d+)?)(?:[/?#]|$)/.exec(typed) ?? [];
  const known = hosts
    .filter(({ name, port }) => host?.toLowerCase() === (port === undefined ? name : `${name}:${port}`))
    .map(({ scheme }) => scheme);
  if (known.length > 0) return `${known.includes("https") ? "https" : "http"}://${typed}`;
  if (/^(localhost|[\w-]+(\.[\w-]+)+)(:\d+)?([/?#]|$)/i.test(typed)) return `http://${typed}`;
  return origin + (typed.startsWith("/") ? typed : `/${typed}`);
}
