import { useRef } from "preact/hooks";
import type { TimelineEntry } from "../timeline.ts";
import { withKeys } from "./unique-keys.ts";

export interface ExchangeListProps {
  readonly entries: readonly TimelineEntry[];
  /** The id of the exchange in the detail. */
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
  /** Whether to say which browser it was: there are several. */
  readonly nameAgents: boolean;
}

/** The timeline, newest first: one line for each exchange, with what it did to cookies and session. */
export function ExchangeList({ entries, selected, onSelect, nameAgents }: ExchangeListProps) {
  const list = useRef<HTMLUListElement>(null);
  const newestFirst = entries.toReversed();
  const move = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const index = newestFirst.findIndex((entry) => entry.exchange.id === selected) + step;
    const next = step === 0 ? undefined : newestFirst[index];
    if (next === undefined) return;
    event.preventDefault();
    onSelect(next.exchange.id);
    list.current?.querySelectorAll<HTMLElement>("button")[index]?.focus();
  };
  return (
    <ul class="exchange-list" aria-label="Exchanges, newest first" ref={list} onKeyDown={move}>
      {newestFirst.map((entry) => (
        <li key={entry.exchange.id}>
          <button
            type="button"
            aria-current={entry.exchange.id === selected ? "true" : undefined}
            onClick={() => onSelect(entry.exchange.id)}
          >
            <Row entry={entry} nameAgents={nameAgents} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Row({ entry, nameAgents }: { readonly entry: TimelineEntry; readonly nameAgents: boolean }) {
  const { agent, request, response, durationMs } = entry.exchange;
  return (
    <>
      {nameAgents && <span class="row-agent">{agent}</span>}
      <span class="row-method">{request.method}</span>
      <span class="row-path">{pathOf(request.url)}</span>
      <span class="row-marks">
        {withKeys(cookieMarks(entry), (text) => text).map(({ key, item }) => (
          <span key={key} class="mark" data-of="cookie">
            {item}
          </span>
        ))}
        {sessionMark(entry) !== undefined && (
          <span class="mark" data-of="record">
            {sessionMark(entry)}
          </span>
        )}
      </span>
      <span class="row-status" data-bad={response === undefined || response.status >= 400 ? "" : undefined}>
        {response?.status ?? "failed"}
      </span>
      <span class="row-time">{Math.round(durationMs)} ms</span>
    </>
  );
}

/** Path and query; with the host when it is not the learner's own server. */
export function pathOf(url: string): string {
  const parsed = new URL(url);
  const path = parsed.pathname + parsed.search;
  return parsed.hostname === "localhost" ? path : parsed.host + path;
}

function cookieMarks({ exchange }: TimelineEntry): string[] {
  const set = exchange.response?.headers.filter(([name]) => name.toLowerCase() === "set-cookie").length ?? 0;
  const sent = exchange.request.headers.some(([name]) => name.toLowerCase() === "cookie");
  return [...(sent ? ["Cookie"] : []), ...(set > 0 ? [set === 1 ? "Set-Cookie" : `Set-Cookie ×${set}`] : [])];
}

function sessionMark({ commits }: TimelineEntry): string | undefined {
  const last = commits.at(-1);
  if (last === undefined) return undefined;
  if (last.status === "unmodified") return "session read";
  return `session ${last.status}`;
}
