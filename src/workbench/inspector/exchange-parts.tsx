import type { CookieDecision, RecordedBody } from "../../web/exchange.ts";
import type { HeaderPair } from "../../web/http.ts";
import * as reasons from "../../words/en/cookie-reasons.ts";
import * as words from "../../words/en/wire.ts";
import { ScrollBox } from "../scroll-box.tsx";
import { bodyText } from "./body-text.ts";
import { standardLink } from "./standard-link.ts";
import { withKeys } from "./unique-keys.ts";

const cookieFields = new Set(["cookie", "set-cookie"]);

/** Header fields as they travelled; those that carry cookies are amber. */
export function HeaderLines({ headers }: { readonly headers: readonly HeaderPair[] }) {
  return (
    <ul class="wire-lines">
      {withKeys(headers, (pair) => pair.join(": ")).map(({ key, item: [name, value] }) => (
        <li key={key} data-cookie={cookieFields.has(name.toLowerCase()) ? "" : undefined}>
          <span class="wire-name">{name}:</span> {value}
        </li>
      ))}
    </ul>
  );
}

/** A request's or response's body. */
export function BodyView({
  label,
  body,
  headers,
  dropped = false,
}: {
  readonly label: string;
  readonly body: RecordedBody;
  readonly headers: readonly HeaderPair[];
  /** It was recorded, and is no longer there. Default false. */
  readonly dropped?: boolean;
}) {
  if (dropped && body.byteLength > 0) {
    return <p class="quiet">{words.bodyLetGo(body.byteLength)}</p>;
  }
  const readable = bodyText(body, headers);
  if (readable.kind === "empty") return <p class="quiet">{words.noBody}</p>;
  if (readable.kind === "binary") {
    return (
      <p class="quiet">
        {words.bytesOf(readable.byteLength, readable.type === "" ? words.noStatedType : readable.type)}
      </p>
    );
  }
  return (
    <>
      <ScrollBox class="wire-body" label={label}>
        {readable.text}
      </ScrollBox>
      {readable.cutBytes > 0 && <p class="quiet">{words.notRecorded(readable.cutBytes)}</p>}
    </>
  );
}

const verdictText: Record<CookieDecision["verdict"], string> = {
  sent: words.sent,
  withheld: words.withheld,
  kept: words.kept,
  refused: words.refused,
  deleted: words.deleted,
};

/** What became of each cookie, why, and where the standard says so. */
export function CookieDecisions({ decisions }: { readonly decisions: readonly CookieDecision[] }) {
  return (
    <ul class="decisions">
      {withKeys(decisions, ({ name, domain, path }) => `${name} ${domain}${path}`).map(
        ({ key, item: decision }) => (
          <li key={key} data-verdict={decision.verdict}>
            <span class="verdict">{verdictText[decision.verdict]}</span>{" "}
            <code class="cookie">{decision.name === "" ? words.noName : decision.name}</code>
            {": "}
            <span class="decision-why">
              {words.reason(withoutVerdict(decision))} <RuleLink source={decision.source} />
            </span>
          </li>
        ),
      )}
    </ul>
  );
}

/** Where the rule stands, as a link when that is known. */
function RuleLink({ source }: { readonly source: string }) {
  const link = standardLink(source);
  if (link === undefined) return <span class="quiet">{source}</span>;
  return (
    <span class="rule">
      <a href={link.href} target="_blank" rel="noreferrer">
        {link.text}
      </a>
      {link.rest === "" ? "" : ` ${link.rest}`}
    </span>
  );
}

const verdictBegins: Readonly<Partial<Record<CookieDecision["verdict"], (why: string) => string>>> = {
  sent: reasons.sent,
  withheld: reasons.withheld,
  refused: reasons.refused,
};

/** Reasons begin with their verdict, which stands before the name here. */
function withoutVerdict({ reason, verdict }: CookieDecision): string {
  const begin = verdictBegins[verdict]?.("") ?? `${verdict}: `;
  return reason.startsWith(begin) ? reason.slice(begin.length) : reason;
}
