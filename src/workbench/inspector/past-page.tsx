import type { ComponentChild } from "preact";
import { useMemo } from "preact/hooks";
import type { Exchange } from "../../web/exchange.ts";
import { headerValue } from "../../web/http.ts";
import * as words from "../../words/en/inspector.ts";
import type { TimelineEntry } from "../timeline.ts";
import type { InspectorModel } from "./inspector-model.ts";
import { stillPage } from "./still-page.ts";

/** The page that the browser of the moment showed then: a picture of it, in which nothing runs and nothing loads. */
export function PastPage({ model }: { readonly model: InspectorModel }) {
  const { past } = model;
  const entry =
    past === undefined
      ? undefined
      : model.timeline.findLast((each) => isPageOf(each, past.exchange.agent), past.number);
  const content = useMemo(() => (entry === undefined ? undefined : documentOf(entry, model)), [entry, past]);
  if (past === undefined) return null;
  if (entry === undefined) {
    return <p class="quiet inspector-empty">{words.noPageThen(past.exchange.agent)}</p>;
  }
  if (content === undefined) {
    return (
      <p class="quiet inspector-empty">{words.pageLetGo(entry.exchange.response?.body.byteLength ?? 0)}</p>
    );
  }
  return (
    <div class="past-page">
      <p class="quiet">
        {words.asItCame<ComponentChild>(entry.exchange.agent, <code>{entry.exchange.request.url}</code>)}
      </p>
      <iframe title={words.pageThen(entry.exchange.agent)} sandbox="" srcdoc={content} />
    </div>
  );
}

const navigations: ReadonlySet<Exchange["initiator"]> = new Set(["address", "link", "form", "history"]);

function isPageOf({ exchange }: TimelineEntry, agent: string): boolean {
  const { response } = exchange;
  if (exchange.agent !== agent || !navigations.has(exchange.initiator) || response === undefined)
    return false;
  const { headers, status } = response;
  const isRedirect = status >= 300 && status < 400 && headerValue(headers, "location") !== undefined;
  const isDownload = /^\s*attachment/i.test(headerValue(headers, "content-disposition") ?? "");
  return !isRedirect && !isDownload && status !== 204 && status !== 205;
}

/** `undefined`: it was recorded once, and is no longer there. */
function documentOf(
  { exchange, bodiesDropped }: TimelineEntry,
  { timeline }: InspectorModel,
): string | undefined {
  const { response, agent, request } = exchange;
  if (bodiesDropped || response === undefined) return undefined;
  const text = new TextDecoder().decode(response.body.bytes);
  const isHtml = headerValue(response.headers, "content-type")?.includes("html") ?? false;
  return stillPage(isHtml ? { html: text } : { text }, (href) => {
    const url = URL.parse(href, request.url)?.href;
    const sheet = timeline.findLast(
      (entry) => entry.exchange.agent === agent && entry.exchange.request.url === url && !entry.bodiesDropped,
    );
    const found = sheet?.exchange.response;
    return found?.status === 200 ? new TextDecoder().decode(found.body.bytes) : undefined;
  });
}
