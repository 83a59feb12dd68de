import type { SessionSettings } from "../settings.ts";
import { PREFIX } from "../settings-table.ts";
import type { AuditFinding } from "./audit-report.ts";
import { type Findings, held, library, notHeld } from "./judge-checks.ts";

/** What the cookie's own settings decide. */
export function judgeCookie(
  settings: SessionSettings,
): Pick<Findings, 21 | 22 | 23 | 24 | 25 | 26 | 27 | 30> {
  const atStart = library("At start, with what to do about it.");
  return {
    21: judgeAttributes(settings),
    22: /^__(?:host|secure)-/i.test(settings.name)
      ? held(`The cookie is called ${settings.name}, and browsers hold everybody to it.`)
      : library(
          `Names with a prefix are held to it at start. Yours has none; on https, ${PREFIX}NAME=__Host-${settings.name} keeps sibling hosts from setting it.`,
        ),
    23: atStart,
    24: atStart,
    25: library("Name and value 4,096 bytes, an attribute 1,024: more is an error, not a lost cookie."),
    26: library("34,560,000 s at most (RFC 6265bis §5.5)."),
    27: library("Names, values and attributes have a grammar."),
    30: library("Cache-Control: no-store where the cookie is set, Vary: Cookie where the session was read."),
  };
}

function judgeAttributes({ secure, httpOnly, sameSite, domain, cookiePath }: SessionSettings): AuditFinding {
  const faults: string[] = [];
  const remedies: string[] = [];
  const fault = (what: string, remedy: string) => {
    faults.push(what);
    remedies.push(remedy);
  };
  if (!httpOnly) fault("Scripts can read the cookie", `set ${PREFIX}HTTPONLY=true`);
  if (secure === false) fault("It also goes over plain http", `set ${PREFIX}SECURE=auto or true`);
  if (sameSite === "None") {
    fault(
      "It goes with requests from every site",
      `set ${PREFIX}SAMESITE=Lax, unless other sites embed this one`,
    );
  }
  if (domain !== undefined) {
    fault(`Every host below ${domain} gets it, and can set it`, `take ${PREFIX}DOMAIN out`);
  }
  if (cookiePath !== "/") {
    fault(`Its path ${cookiePath} protects from nobody`, `take ${PREFIX}COOKIE_PATH out`);
  }
  if (faults.length > 0) return notHeld(`${faults.join("; ")}.`, `${capital(remedies.join("; "))}.`);
  const when = secure === "auto" ? "where the request came by https" : "always";
  return held(`HttpOnly, SameSite=${sameSite}, Path=/, no Domain; Secure ${when}.`);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
