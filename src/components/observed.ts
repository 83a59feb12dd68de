import type { Observed } from "../course/observation.ts";
import type { Setup } from "../course/setup.ts";
import type { TimelineEntry } from "../workbench/timeline.ts";

/** An exchange and its commits, as a lesson's checks look at them; `setup` names the processes. */
export function observed(
  { exchange, commits }: Pick<TimelineEntry, "exchange" | "commits">,
  setup: Setup,
): Observed {
  const url = new URL(exchange.request.url);
  const nameOf = (port: number) => setup.processes.find((process) => process.port === port)?.name;
  const { route, response } = exchange;
  const direct = response === undefined ? undefined : Number(url.port || 80);
  const server = route === undefined ? direct : route.server;
  const [first, last] = [commits[0], commits.at(-1)];
  return {
    agent: exchange.agent,
    method: exchange.request.method,
    path: url.pathname + url.search,
    origin: url.origin,
    atMs: exchange.startedAtMs,
    server: server === undefined ? undefined : nameOf(server),
    down: route?.failed.flatMap((port) => nameOf(port) ?? []) ?? [],
    status: response?.status,
    requestHeaders: exchange.request.headers,
    requestBody: wholeBody(exchange.request.body),
    responseHeaders: response?.headers ?? [],
    responseBody: wholeBody(response?.body),
    before: first === undefined ? undefined : keptIn(first.before),
    after: last === undefined ? undefined : keptIn(last.after),
  };
}

function wholeBody(body: TimelineEntry["exchange"]["request"]["body"] | undefined): Uint8Array | undefined {
  return body !== undefined && body.bytes.byteLength === body.byteLength ? body.bytes : undefined;
}

function keptIn(record: TimelineEntry["commits"][number]["after"]): Observed["before"] {
  return record === null ? null : { ...record.flash, ...record.data };
}
