import type { ComponentChildren } from "preact";
import type { Exchange } from "../../web/exchange.ts";
import * as words from "../../words/en/wire.ts";
import type { TimelineEntry } from "../timeline.ts";
import { BodyView, CookieDecisions, HeaderLines } from "./exchange-parts.tsx";
import { SessionChange } from "./session-change.tsx";
import { describeCall } from "./store-call.ts";
import { withKeys } from "./unique-keys.ts";
import { type Lane, lanesOf, type WireStep, wireSteps } from "./wire-steps.ts";

const laneNumbers: Readonly<Record<Lane, number>> = { browser: 0, server: 1, store: 2 };

/**
 * One exchange as a sequence drawing in three lanes, browser, server and store, which reads from top to bottom as text
 * too: the drawing itself is for the eye only.
 */
export function WireView({ entry }: { readonly entry: TimelineEntry }) {
  const steps = wireSteps(entry);
  const store = entry.storeCalls[0]?.store;
  return (
    <div class="wire">
      <p class="wire-lanes" aria-hidden="true">
        <span data-lane="browser">{entry.exchange.agent}</span>
        <span data-lane="server">{words.server}</span>
        <span data-lane="store" data-idle={store === undefined ? "" : undefined}>
          {store ?? words.store}
        </span>
      </p>
      <ol class="wire-steps">
        {withKeys(steps, ({ kind }) => kind).map(({ key, item }) => (
          <Step key={key} step={item} entry={entry} />
        ))}
      </ol>
    </div>
  );
}

function Step({ step, entry }: { readonly step: WireStep; readonly entry: TimelineEntry }) {
  const [from, to] = lanesOf(step);
  return (
    <li
      class="wire-step"
      data-kind={step.kind}
      data-of={meaningOf(step, entry.exchange)}
      data-bad={isBad(step) ? "" : undefined}
    >
      <span
        class="wire-rail"
        aria-hidden="true"
        style={{ "--from": `${laneNumbers[from]}`, "--to": `${laneNumbers[to]}` }}
        data-way={from === to ? "here" : laneNumbers[from] < laneNumbers[to] ? "right" : "left"}
      >
        <span class="wire-arrow" />
      </span>
      <section class="wire-content" data-part={partOf(step)}>
        <StepContent step={step} entry={entry} />
      </section>
    </li>
  );
}

function StepContent({ step, entry }: { readonly step: WireStep; readonly entry: TimelineEntry }) {
  const { exchange } = entry;
  const { agent } = exchange;
  switch (step.kind) {
    case "cookies-chosen":
      return (
        <Titled title={words.choosesCookies(agent)}>
          <CookieDecisions decisions={step.decisions} />
        </Titled>
      );
    case "request":
      return <RequestStep entry={entry} />;
    case "route":
      return (
        <Titled title={routeTitle(step.route.host, step.route.server)}>
          <p class="step-line">
            {step.route.failed.length === 0
              ? words.reason(step.route.reason)
              : words.triedBefore(step.route.reason, step.route.failed.join(", "))}
          </p>
          <HeaderLines headers={step.route.forwarded} />
        </Titled>
      );
    case "store-call": {
      const { title, detail } = describeCall(step.call);
      return (
        <p class="step-line">
          <strong class="step-call">
            <span class="visually-hidden">{words.storeSays(step.call.store)}</span>
            {title}
          </strong>{" "}
          {detail}
        </p>
      );
    }
    case "commit":
      return (
        <Titled title={words.sessionRecord}>
          <SessionChange commit={step.commit} />
        </Titled>
      );
    case "response":
      return <ResponseStep entry={entry} />;
    case "failure":
      return (
        <Titled title={words.noAnswer}>
          <p class="failure">{step.message}</p>
        </Titled>
      );
    case "cookies-judged":
      return (
        <Titled title={words.judgesCookies(agent)}>
          <CookieDecisions decisions={step.decisions} />
        </Titled>
      );
  }
}

function Titled({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <>
      <h3>{title}</h3>
      {children}
    </>
  );
}

function RequestStep({ entry: { exchange, bodiesDropped } }: { readonly entry: TimelineEntry }) {
  const { request, agent } = exchange;
  const target = new URL(request.url);
  return (
    <Titled title={words.requestTo(agent, target.host)}>
      <p class="wire-start">
        {request.method} {target.pathname + target.search} HTTP/1.1
      </p>
      <HeaderLines headers={request.headers} />
      <BodyView
        label={words.requestBody}
        body={request.body}
        headers={request.headers}
        dropped={bodiesDropped}
      />
    </Titled>
  );
}

function ResponseStep({ entry: { exchange, bodiesDropped } }: { readonly entry: TimelineEntry }) {
  const { response, durationMs } = exchange;
  if (response === undefined) return null;
  return (
    <Titled title={words.responseAfter(Math.round(durationMs))}>
      <p class="wire-start" data-bad={response.status >= 400 ? "" : undefined}>
        HTTP/1.1 {response.status} {response.statusText}
      </p>
      <HeaderLines headers={response.headers} />
      <BodyView
        label={words.responseBody}
        body={response.body}
        headers={response.headers}
        dropped={bodiesDropped}
      />
    </Titled>
  );
}

function routeTitle(host: string, server: number | undefined): string {
  return server === undefined ? words.noServer(host) : words.handsOver(host, server);
}

/** What colours the arrow: a cookie that travels, the record that is kept; else nothing does. */
function meaningOf(step: WireStep, { request, response }: Exchange): "cookie" | "record" | undefined {
  if (step.kind === "store-call" || step.kind === "commit") return "record";
  if (step.kind === "cookies-chosen" || step.kind === "cookies-judged") return "cookie";
  const carries = (name: string, headers: readonly (readonly [string, string])[] = []) =>
    headers.some(([field]) => field.toLowerCase() === name);
  if (step.kind === "request") return carries("cookie", request.headers) ? "cookie" : undefined;
  if (step.kind === "response") return carries("set-cookie", response?.headers) ? "cookie" : undefined;
  return undefined;
}

function isBad(step: WireStep): boolean {
  return step.kind === "failure" || (step.kind === "store-call" && describeCall(step.call).bad);
}

/** The parts that one can jump to. */
export type WirePart = "request" | "store" | "record" | "response" | "cookies";

export const partText: Readonly<Record<WirePart, string>> = {
  request: words.request,
  store: words.storePart,
  record: words.sessionRecord,
  response: words.response,
  cookies: words.cookies,
};

function partOf({ kind }: WireStep): WirePart | undefined {
  if (kind === "request") return "request";
  if (kind === "response" || kind === "failure") return "response";
  if (kind === "commit") return "record";
  if (kind === "store-call") return "store";
  return kind === "route" ? undefined : "cookies";
}

/** Those that this exchange has, in the order of the view. */
export function partsOf(entry: TimelineEntry): readonly WirePart[] {
  return [...new Set(wireSteps(entry).map(partOf))].filter((part) => part !== undefined);
}
