import { PREFIX } from "../settings-table.ts";
import type { AuditFinding } from "./audit-report.ts";
import {
  type Audited,
  application,
  type Findings,
  held,
  library,
  notApplicable,
  notHeld,
} from "./judge-checks.ts";

const UNSEEN = "Audit the app (session.audit(app)) to see it.";

/** What depends on the app around the sessions. */
export function judgeSurroundings(audited: Audited): Pick<Findings, 8 | 20 | 29 | 39 | 40 | 41> {
  const { surroundings, settings, capabilities } = audited;
  const names = surroundings?.middleware;
  const nobodyIsRemembered = notApplicable("No remember-me cookie is read: rememberMe() is not in use.");
  const remembers = names?.has("remember-me") ?? true;
  const canRemember = capabilities.turns && capabilities.revoke && capabilities.list;
  const remembered = (why: string) =>
    !canRemember
      ? notApplicable("This store cannot remember a login.")
      : remembers
        ? library(why)
        : nobodyIsRemembered;
  return {
    8: remembered("rememberMe() signs in like a login, with a new id."),
    20: names?.has("require-fresh")
      ? application("requireFresh() is in use. Is it before everything that matters?")
      : application(
          names === undefined ? UNSEEN : "No route asks for a recent login.",
          "Put requireFresh(seconds) before a change of password or address, and before payments.",
        ),
    29: judgeProxies(settings.secure, surroundings === undefined ? undefined : [surroundings.trustProxy]),
    39: judgeCsrf(names),
    40: judgeCors(names),
    41: remembered(
      "Each use replaces the cookie; the use of an old one signs the device out, and is an event.",
    ),
  };
}

/** `trusted`: Express's "trust proxy", in a list so that "not known" and "not set" differ. */
function judgeProxies(secure: boolean | "auto", trusted: readonly [unknown] | undefined): AuditFinding {
  if (secure !== "auto") return held(`Secure is ${secure}, so nobody is asked.`);
  if (trusted === undefined)
    return library(`Express's "trust proxy" decides, and trusts nobody by itself. ${UNSEEN}`);
  const [trust] = trusted;
  if (trust === true) {
    return notHeld(
      'Express\'s "trust proxy" is true: whoever reaches the app can say that a request was https, and from where it came.',
      'Name your proxies: app.set("trust proxy", "loopback") or their addresses.',
    );
  }
  if (trust === undefined || trust === false || trust === 0 || trust === "") {
    return held(
      `No proxy is trusted: the connection itself decides. Behind one that ends https, name it by app.set("trust proxy", …) or set ${PREFIX}SECURE=true.`,
    );
  }
  return held('Express\'s "trust proxy" names whom to believe.');
}

function judgeCsrf(names: ReadonlySet<string> | undefined): AuditFinding {
  if (names === undefined)
    return application(`createApp() does it; csrf() does it in an app of yours. ${UNSEEN}`);
  if (names.has("csrf") || (names.has("csrf-by-headers") && names.has("csrf-by-token"))) {
    return held("csrf() is in use.");
  }
  return notHeld(
    "Nothing refuses requests that another site made the browser send. SameSite alone does not stop sibling hosts.",
    "Use createApp(), or app.use(csrf()) behind the body parsers and session().",
  );
}

function judgeCors(names: ReadonlySet<string> | undefined): AuditFinding {
  if (names === undefined)
    return application(`cors() of this library refuses * with credentials at start. ${UNSEEN}`);
  if (names.has("corsMiddleware")) {
    return application(
      "The package cors is in use, whose settings do not show here.",
      "Use cors() of this library, which refuses * and reflected origins with credentials at start.",
    );
  }
  return names.has("cors")
    ? library("cors() refuses * with credentials at start.")
    : library("No page of another origin may read anything.");
}
