import type { CookieDecision, RecordedBody } from "../../web/exchange.ts";
import type { HeaderPair } from "../../web/http.ts";
import { ScrollBox } from "../scroll-box.tsx";
import { bodyText } from "./body-text.ts";
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
}: {
  readonly label: string;
  readonly body: RecordedBody;
  readonly headers: readonly HeaderPair[];
}) {
  const readable = bodyText(body, headers);
  if (readable.kind === "empty") return <p class="quiet">No body.</p>;
  if (readable.kind === "binary") {
    return (
      <p class="quiet">
        {readable.byteLength} bytes of {readable.type === "" ? "no stated type" : readable.type}.
      </p>
    );
  }
  return (
    <>
      <ScrollBox class="wire-body" label={label}>
        {readable.text}
      </ScrollBox>
      {readable.cutBytes > 0 && <p class="quiet">{readable.cutBytes} more bytes were not recorded.</p>}
    </>
  );
}

const verdictText: Record<CookieDecision["verdict"], string> = {
  sent: "Sent",
  withheld: "Withheld",
  kept: "Kept",
  refused: "Refused",
  deleted: "Deleted",
};

/** What became of each cookie, and why. */
export function CookieDecisions({
  title,
  decisions,
}: {
  readonly title: string;
  readonly decisions: readonly CookieDecision[];
}) {
  if (decisions.length === 0) return null;
  return (
    <section class="inspector-part" data-part="Cookies">
      <h3>{title}</h3>
      <ul class="decisions">
        {withKeys(decisions, ({ name, domain, path }) => `${name} ${domain}${path}`).map(
          ({ key, item: decision }) => (
            <li key={key}>
              <span class="verdict" data-verdict={decision.verdict}>
                {verdictText[decision.verdict]}
              </span>{" "}
              <code class="cookie">{decision.name}</code>{" "}
              <span class="quiet">
                {withoutVerdict(decision)} ({decision.source})
              </span>
            </li>
          ),
        )}
      </ul>
    </section>
  );
}

/** Reasons begin with their verdict, which stands before the name here. */
function withoutVerdict({ reason, verdict }: CookieDecision): string {
  return reason.startsWith(`${verdict}: `) ? reason.slice(verdict.length + 2) : reason;
}
