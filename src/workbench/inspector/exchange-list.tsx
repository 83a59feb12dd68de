import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import * as words from "../../words/en/inspector.ts";
import type { CommitView } from "../commit-view.ts";
import type { TimelineEntry } from "../timeline.ts";
import { hasUnwanted, placeOf } from "./exchange-filter.ts";
import type { InspectorModel } from "./inspector-model.ts";
import { listWindow, scrollTopShowing } from "./list-window.ts";
import { withKeys } from "./unique-keys.ts";

/** Until the first row has been measured. */
const USUAL_ROW_PX = 28;

export interface ExchangeListProps {
  readonly model: InspectorModel;
  /** Tells the rows of several lists on one page apart. */
  readonly id: string;
}

/**
 * The timeline, newest first: one line for each exchange, with what it did to cookies and session. Only the rows in
 * view are in the document; each says its place among all, and the list's active descendant is the selected one.
 */
export function ExchangeList({ model, id }: ExchangeListProps) {
  const { filtered, bench } = model;
  const box = useRef<HTMLDivElement>(null);
  const scrollTop = useSignal(0);
  const height = useSignal(0);
  const rowPx = useSignal(USUAL_ROW_PX);
  const count = filtered.length;
  const selected = model.selected?.number;
  const selectedRow = selected === undefined ? -1 : filtered.placeOf(selected);
  const view = { scrollTopPx: scrollTop.value, heightPx: height.value, rowPx: rowPx.value };
  const { first, end } = listWindow({ ...view, count });
  const rows = Array.from({ length: end - first }, (_, at) => filtered.at(first + at)).filter(
    (entry) => entry !== undefined,
  );
  const rowId = (number: number) => `${id}-exchange-${number}`;

  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const watch = new ResizeObserver(() => {
      height.value = element.clientHeight;
      // In a pane that is not shown nothing has a height.
      const rowHeight = element.querySelector<HTMLElement>("[role=option]")?.offsetHeight ?? 0;
      if (rowHeight > 0) rowPx.value = rowHeight;
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  useStayWhereOneReads(box, model, rowPx.value);

  const move = (event: KeyboardEvent) => {
    const row = targetRow(event.key, selectedRow, count, Math.floor(height.peek() / rowPx.peek()));
    const entry = row === undefined ? undefined : filtered.at(row);
    if (entry === undefined || row === undefined) return;
    event.preventDefault();
    model.select(entry);
    const element = box.current;
    if (element !== null) element.scrollTop = scrollTopShowing(row, view);
  };

  return (
    <div
      class="exchange-list"
      role="listbox"
      tabIndex={0}
      aria-label={words.newestFirst}
      aria-activedescendant={
        rows.some(({ number }) => number === selected) ? rowId(selected ?? 0) : undefined
      }
      ref={box}
      onKeyDown={move}
      onScroll={({ currentTarget }) => {
        scrollTop.value = currentTarget.scrollTop;
      }}
    >
      <div role="presentation" class="exchange-space" style={{ height: `${count * rowPx.value}px` }}>
        <div role="presentation" style={{ transform: `translateY(${first * rowPx.value}px)` }}>
          {rows.map((entry, at) => (
            <div
              key={entry.number}
              id={rowId(entry.number)}
              class="exchange-row"
              role="option"
              tabIndex={-1}
              aria-selected={entry.number === selected}
              aria-setsize={count}
              aria-posinset={first + at + 1}
              onClick={() => {
                model.select(entry);
                box.current?.focus();
              }}
              onKeyDown={move}
            >
              <Row entry={entry} nameAgents={bench.agents.length > 1} />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** New exchanges come in above: whoever has scrolled down keeps the rows in view. At the top one follows the newest. */
function useStayWhereOneReads(
  box: { readonly current: HTMLDivElement | null },
  { filtered, filter }: InspectorModel,
  rowPx: number,
): void {
  const top = useRef<{ readonly number: number; readonly restPx: number } | undefined>(undefined);
  const shown = useRef(filter.value);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    if (shown.current !== filter.value) element.scrollTop = 0;
    else if (top.current !== undefined && element.scrollTop > 0) {
      const { number, restPx } = top.current;
      const wanted = filtered.placeOf(number) * rowPx + restPx;
      if (Math.abs(wanted - element.scrollTop) >= 1) element.scrollTop = wanted;
    }
    shown.current = filter.value;
  }, [filtered.length, filtered.at(0)?.number, filter.value]);
  // What is on top is remembered after each drawing, and so after each scrolling.
  useLayoutEffect(() => {
    const scrolledPx = box.current?.scrollTop ?? 0;
    const entry = filtered.at(Math.floor(scrolledPx / rowPx));
    top.current = entry === undefined ? undefined : { number: entry.number, restPx: scrolledPx % rowPx };
  });
}

function targetRow(key: string, row: number, count: number, page: number): number | undefined {
  const last = count - 1;
  const clamp = (wanted: number) => Math.max(0, Math.min(last, wanted));
  if (key === "ArrowDown") return clamp(row + 1);
  if (key === "ArrowUp") return clamp(row - 1);
  if (key === "PageDown") return clamp(row + Math.max(1, page - 1));
  if (key === "PageUp") return clamp(row - Math.max(1, page - 1));
  if (key === "Home") return 0;
  return key === "End" ? last : undefined;
}

function Row({ entry, nameAgents }: { readonly entry: TimelineEntry; readonly nameAgents: boolean }) {
  const { agent, request, response, durationMs } = entry.exchange;
  return (
    <>
      {nameAgents && <span class="row-agent">{agent} </span>}
      <span class="row-method">{request.method}</span> <span class="row-path">{pathOf(entry)}</span>{" "}
      <span class="row-marks">
        {withKeys(cookieMarks(entry), (text) => text).map(({ key, item }) => (
          <span key={key} class="mark" data-of="cookie">
            {item}{" "}
          </span>
        ))}
        {sessionMark(entry) !== undefined && (
          <span class="mark" data-of="record">
            {sessionMark(entry)}{" "}
          </span>
        )}
      </span>
      <span class="row-status" data-bad={response === undefined || response.status >= 400 ? "" : undefined}>
        {response?.status ?? words.failed}
      </span>{" "}
      <span class="row-time">{words.milliseconds(Math.round(durationMs))}</span>
    </>
  );
}

/** Path and query; with the host when it is not the learner's own server. */
function pathOf({ exchange }: TimelineEntry): string {
  const { host, path } = placeOf(exchange);
  return /^localhost(:|$)/.test(host) ? path : host + path;
}

function cookieMarks({ exchange }: TimelineEntry): string[] {
  const set = exchange.response?.headers.filter(([name]) => name.toLowerCase() === "set-cookie").length ?? 0;
  const sent = exchange.request.headers.some(([name]) => name.toLowerCase() === "cookie");
  return [
    ...(sent ? ["Cookie"] : []),
    ...(set > 0 ? [set === 1 ? "Set-Cookie" : `Set-Cookie ×${set}`] : []),
    ...(hasUnwanted(exchange) ? [words.heldBack] : []),
  ];
}

const statusText: Readonly<Record<CommitView["status"], string>> = {
  unmodified: words.sessionRead,
  new: words.sessionNew,
  modified: words.sessionModified,
  destroyed: words.sessionDestroyed,
};

function sessionMark({ commits, storeCalls }: TimelineEntry): string | undefined {
  if (storeCalls.some(({ outcome }) => outcome === "failed" || outcome === "timed-out"))
    return words.storeFailed;
  const last = commits.at(-1);
  if (last === undefined) return undefined;
  return statusText[last.status];
}
