import type { Exchange } from "../../web/exchange.ts";
import type { TimelineEntry } from "../timeline.ts";
import { BodyView, CookieDecisions, HeaderLines } from "./exchange-parts.tsx";
import { SessionChange } from "./session-change.tsx";
import { timeText } from "./time-text.ts";
import { withKeys } from "./unique-keys.ts";

const initiatorText: Record<Exchange["initiator"], string> = {
  address: "the address field",
  link: "a link",
  form: "a form",
  fetch: "fetch in the page",
  subresource: "the page's own resource",
  history: "back, forward or reload",
  test: "a test",
  script: "a script",
};

/** One exchange in full: what was sent, what came, what became of the cookies and of the session. */
export function ExchangeDetail({ entry }: { readonly entry: TimelineEntry }) {
  const { exchange, commits } = entry;
  return (
    <div class="exchange-detail">
      <div class="detail-bar">
        <p class="quiet">
          {exchange.agent}, by {initiatorText[exchange.initiator]}, at {timeText(exchange.startedAtMs)}
          {exchange.redirectedFrom !== undefined && ", following a redirect"}
        </p>
        <JumpBar names={partNames(entry)} />
      </div>
      <ExchangeOnTheWire exchange={exchange} />
      <CookieDecisions title="Cookies for the request" decisions={exchange.cookies.request} />
      <CookieDecisions title="Cookies from the response" decisions={exchange.cookies.response} />
      {commits.length > 0 && (
        <section class="inspector-part" data-part="Session record">
          <h3>Session record</h3>
          {withKeys(commits, ({ status }) => status).map(({ key, item }) => (
            <SessionChange key={key} commit={item} />
          ))}
        </section>
      )}
    </div>
  );
}

/** The parts of a detail are long; these bring one to the top. */
function JumpBar({ names }: { readonly names: readonly string[] }) {
  return (
    <p class="jump-bar">
      {names.map((name) => (
        <button
          key={name}
          type="button"
          class="position-link"
          onClick={({ currentTarget }) =>
            currentTarget
              .closest(".exchange-detail")
              ?.querySelector(`[data-part="${name}"]`)
              ?.scrollIntoView()
          }
        >
          {name}
        </button>
      ))}
    </p>
  );
}

function partNames({ exchange, commits }: TimelineEntry): string[] {
  const { request, response } = exchange.cookies;
  return [
    "Request",
    "Response",
    ...(request.length + response.length > 0 ? ["Cookies"] : []),
    ...(commits.length > 0 ? ["Session record"] : []),
  ];
}

/** Request and response as they travelled. */
export function ExchangeOnTheWire({ exchange }: { readonly exchange: Exchange }) {
  const { request, response, failure } = exchange;
  const target = new URL(request.url);
  return (
    <>
      <section class="inspector-part" data-part="Request">
        <h3>Request</h3>
        <p class="wire-start">
          {request.method} {target.pathname + target.search} HTTP/1.1
        </p>
        <HeaderLines headers={request.headers} />
        <BodyView label="Request body" body={request.body} headers={request.headers} />
      </section>
      <section class="inspector-part" data-part="Response">
        <h3>Response</h3>
        {response === undefined ? (
          <p class="failure">{failure?.message ?? "No response came."}</p>
        ) : (
          <>
            <p class="wire-start" data-bad={response.status >= 400 ? "" : undefined}>
              HTTP/1.1 {response.status} {response.statusText}
            </p>
            <HeaderLines headers={response.headers} />
            <BodyView label="Response body" body={response.body} headers={response.headers} />
          </>
        )}
      </section>
    </>
  );
}
