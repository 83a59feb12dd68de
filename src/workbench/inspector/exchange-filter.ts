import type { Exchange } from "../../web/exchange.ts";
import type { TimelineEntry } from "../timeline.ts";

/** Which exchanges the list shows. An empty text lets all pass. */
export interface ExchangeFilter {
  /** The browser's name. */
  readonly agent: string;
  /** With the port where it is not the usual one: "localhost:7148". */
  readonly host: string;
  readonly method: string;
  readonly status: StatusClass | "";
  /** Part of path and query, in any case. */
  readonly path: string;
  /** Only those in which a cookie was withheld or refused. */
  readonly onlyUnwanted: boolean;
}

export type StatusClass = "2xx" | "3xx" | "4xx" | "5xx" | "failed";

export const STATUS_CLASSES: readonly StatusClass[] = ["2xx", "3xx", "4xx", "5xx", "failed"];

export const NO_FILTER: ExchangeFilter = {
  agent: "",
  host: "",
  method: "",
  status: "",
  path: "",
  onlyUnwanted: false,
};

export function isMatch(filter: ExchangeFilter, { exchange }: Pick<TimelineEntry, "exchange">): boolean {
  const { host, path } = placeOf(exchange);
  return (
    (filter.agent === "" || exchange.agent === filter.agent) &&
    (filter.method === "" || exchange.request.method === filter.method) &&
    (filter.status === "" || statusClass(exchange) === filter.status) &&
    (filter.host === "" || host === filter.host) &&
    (filter.path === "" || path.toLowerCase().includes(filter.path.toLowerCase())) &&
    (!filter.onlyUnwanted || hasUnwanted(exchange))
  );
}

/** Whether a cookie was withheld or refused in it. */
export function hasUnwanted({ cookies }: Exchange): boolean {
  return [...cookies.request, ...cookies.response].some(
    ({ verdict }) => verdict === "withheld" || verdict === "refused",
  );
}

/** 1xx answers never end an exchange. */
function statusClass({ response }: Exchange): StatusClass | undefined {
  if (response === undefined) return "failed";
  return STATUS_CLASSES[Math.floor(response.status / 100) - 2];
}

export interface Place {
  readonly host: string;
  /** Path and query. */
  readonly path: string;
}

const places = new WeakMap<Exchange, Place>();

/** Where an exchange went. Remembered: lists and filters ask often. */
export function placeOf(exchange: Exchange): Place {
  const known = places.get(exchange);
  if (known !== undefined) return known;
  const { host, pathname, search } = new URL(exchange.request.url);
  const place = { host, path: pathname + search };
  places.set(exchange, place);
  return place;
}
