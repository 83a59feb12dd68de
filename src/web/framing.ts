import * as words from "../words/en/web-rules.ts";
import type { Ancestors } from "./embedding.ts";
import { type HeaderPair, headerValues } from "./http.ts";
import { sameOrigin } from "./site.ts";

/**
 * Why a response may not be shown in a frame of these documents; `undefined` when it may. `frame-ancestors` of a
 * Content-Security-Policy decides (CSP3 §6.4.2); only without it does X-Frame-Options (HTML §7.7).
 */
export function framingRefusal(
  url: URL,
  headers: readonly HeaderPair[],
  ancestors: Ancestors,
): string | undefined {
  const lists = headerValues(headers, "content-security-policy")
    .flatMap((value) => value.split(","))
    .flatMap((policy) => frameAncestors(policy));
  if (lists.length > 0) {
    const outside = ancestors.find((ancestor) =>
      lists.some((sources) => !sources.some((source) => allows(source, url, ancestor))),
    );
    return outside === undefined ? undefined : words.frameAncestors(url.host, outside.host);
  }
  const options = headerValues(headers, "x-frame-options")
    .flatMap((value) => value.split(","))
    .map((value) => value.trim().toLowerCase());
  if (options.includes("deny")) return words.frameDeny(url.host);
  const outside = ancestors.find((ancestor) => !sameOrigin(ancestor, url));
  return options.includes("sameorigin") && outside !== undefined
    ? words.frameSameOrigin(url.host, outside.host)
    : undefined;
}

function frameAncestors(policy: string): string[][] {
  const directive = policy
    .split(";")
    .map((part) => part.trim().split(/\s+/))
    .find(([name]) => name?.toLowerCase() === "frame-ancestors");
  return directive === undefined ? [] : [directive.slice(1).map((source) => source.toLowerCase())];
}

/** CSP3 §6.7.2.7, as far as hosts go: 'self', `*`, `https:`, `https://shop.test:8443`, `*.shop.test`. */
function allows(source: string, self: URL, ancestor: URL): boolean {
  if (source === "'self'") return sameOrigin(self, ancestor);
  if (source === "*") return true;
  if (/^[a-z][a-z0-9+.-]*:$/.test(source)) return ancestor.protocol === source || isUpgrade(source, ancestor);
  const match = /^(?:([a-z][a-z0-9+.-]*:)\/\/)?(\*\.)?([^/:*]+)(?::(\d+|\*))?(?:\/.*)?$/.exec(source);
  if (match === null) return false;
  const [, scheme = self.protocol, wildcard, host = "", port] = match;
  const hostFits =
    wildcard === undefined ? ancestor.hostname === host : ancestor.hostname.endsWith(`.${host}`);
  const schemeFits = ancestor.protocol === scheme || isUpgrade(scheme, ancestor);
  const portFits =
    port === "*" || portOf(ancestor) === (port ?? (ancestor.protocol === "https:" ? "443" : "80"));
  return hostFits && schemeFits && portFits;
}

/** Who allows http allows https too. */
function isUpgrade(scheme: string, ancestor: URL): boolean {
  return scheme === "http:" && ancestor.protocol === "https:";
}

function portOf({ port, protocol }: URL): string {
  if (port !== "") return port;
  return protocol === "https:" ? "443" : "80";
}
