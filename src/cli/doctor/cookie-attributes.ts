import type { Observation } from "./doctor-report.ts";
import type { ReceivedCookie } from "./received-cookie.ts";

const MAX_AGE_LIMIT_SECONDS = 34_560_000;
const NAME_VALUE_LIMIT_BYTES = 4096;

/** What a session cookie's attributes tell (checks 21 to 26). Pure. */
export function judgeCookieAttributes(cookie: ReceivedCookie, isHttps: boolean): readonly Observation[] {
  return [
    judgeDefaults(cookie, isHttps),
    judgePrefix(cookie),
    judgeNeedsSecure(cookie, 23, sameSiteOf(cookie) === "none", "SameSite=None"),
    judgeNeedsSecure(cookie, 24, cookie.attributes.has("partitioned"), "Partitioned"),
    judgeSize(cookie),
    judgeMaxAge(cookie),
  ];
}

function judgeDefaults(cookie: ReceivedCookie, isHttps: boolean): Observation {
  const { attributes } = cookie;
  const faults: string[] = [];
  if (!attributes.has("httponly")) faults.push("scripts can read it (no HttpOnly)");
  if (isHttps && !attributes.has("secure")) faults.push("it also goes over plain http (no Secure)");
  const sameSite = sameSiteOf(cookie);
  if (sameSite === "none") faults.push("it goes with requests from every site (SameSite=None)");
  else if (sameSite !== "lax" && sameSite !== "strict") {
    faults.push("browsers decide which sites' requests it goes with (no SameSite)");
  }
  const domain = attributes.get("domain");
  if (domain !== undefined && domain !== "") {
    faults.push(`all hosts below ${domain} get it and can set it (Domain)`);
  }
  if (faults.length > 0) {
    return {
      check: 21,
      outcome: "fault",
      seen: `The cookie: ${faults.join("; ")}.`,
      remedy: "Send it with HttpOnly, Secure, SameSite=Lax and Path=/, and without Domain.",
    };
  }
  if (attributes.get("path") !== "/") {
    return {
      check: 21,
      outcome: "doubt",
      seen: "Its path is not /, which protects from nobody and may hide it from your own pages.",
      remedy: "Send it with Path=/.",
    };
  }
  return {
    check: 21,
    outcome: "good",
    seen: `HttpOnly, SameSite=${sameSite}, Path=/, no Domain${isHttps ? ", Secure" : ""}.`,
  };
}

function judgePrefix({ name, attributes }: ReceivedCookie): Observation {
  const prefix = /^__(?:secure|http|host-http|host)-/i.exec(name)?.[0];
  if (prefix === undefined) {
    return {
      check: 22,
      outcome: "good",
      seen: "The name has no prefix. On https, __Host- keeps sibling hosts from setting it.",
    };
  }
  const broken: string[] = [];
  if (!attributes.has("secure")) broken.push("Secure is missing");
  const lower = prefix.toLowerCase();
  if (lower.endsWith("http-") && !attributes.has("httponly")) broken.push("HttpOnly is missing");
  if (lower.startsWith("__host-")) {
    if (attributes.get("path") !== "/") broken.push("Path is not /");
    if ((attributes.get("domain") ?? "") !== "") broken.push("it has a Domain");
  }
  return broken.length === 0
    ? {
        check: 22,
        outcome: "good",
        seen: `The name begins with ${prefix}, and browsers hold everybody to it.`,
      }
    : {
        check: 22,
        outcome: "fault",
        seen: `The name begins with ${prefix}, but ${broken.join(" and ")}: browsers drop the cookie.`,
        remedy: `Send it with Secure, ${lower.endsWith("http-") ? "HttpOnly, " : ""}Path=/ and no Domain.`,
      };
}

function judgeNeedsSecure(cookie: ReceivedCookie, check: 23 | 24, isSet: boolean, what: string): Observation {
  if (!isSet) return { check, outcome: "good", seen: `${what} is not used.` };
  return cookie.attributes.has("secure")
    ? { check, outcome: "good", seen: `${what} goes with Secure.` }
    : {
        check,
        outcome: "fault",
        seen: `${what} without Secure: browsers drop the cookie.`,
        remedy: "Add Secure.",
      };
}

function judgeSize({ bytes, attributes }: ReceivedCookie): Observation {
  const longest = Math.max(0, ...[...attributes.values()].map((value) => Buffer.byteLength(value)));
  const isTooLarge = bytes > NAME_VALUE_LIMIT_BYTES || longest > 1024;
  return {
    check: 25,
    outcome: isTooLarge ? "fault" : "good",
    seen: `Name and value are ${bytes} bytes.`,
    ...(isTooLarge ? { remedy: "Keep the data on the server: browsers drop such a cookie." } : {}),
  };
}

function judgeMaxAge({ attributes }: ReceivedCookie): Observation {
  const maxAge = attributes.get("max-age");
  if (maxAge === undefined) return { check: 26, outcome: "good", seen: "There is no Max-Age." };
  const isWhole = /^-?\d+$/.test(maxAge);
  if (isWhole && Number(maxAge) <= MAX_AGE_LIMIT_SECONDS) {
    return { check: 26, outcome: "good", seen: `Max-Age is ${maxAge} s.` };
  }
  return {
    check: 26,
    outcome: "fault",
    seen: isWhole
      ? `Max-Age is ${maxAge} s; browsers cut it to 400 days.`
      : "Max-Age is no whole number, so browsers ignore it.",
    remedy: "Give whole seconds, 34,560,000 at most. Milliseconds are a likely mistake.",
  };
}

function sameSiteOf({ attributes }: ReceivedCookie): string | undefined {
  return attributes.get("samesite")?.toLowerCase();
}
