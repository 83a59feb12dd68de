import type { Observed } from "../course/observation.ts";
import type { TimelineEntry } from "../workbench/timeline.ts";

/** An exchange and its commits, as a lesson's checks look at them. */
export function observed({ exchange, commits }: TimelineEntry): Observed {
  const url = new URL(exchange.request.url);
  const [first, last] = [commits[0], commits.at(-1)];
  return {
    agent: exchange.agent,
    method: exchange.request.method,
    path: url.pathname + url.search,
    status: exchange.response?.status,
    requestHeaders: exchange.request.headers,
    responseHeaders: exchange.response?.headers ?? [],
    before: first === undefined ? undefined : (first.before?.data ?? null),
    after: last === undefined ? undefined : (last.after?.data ?? null),
  };
}
