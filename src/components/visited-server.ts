import { effect } from "@preact/signals";
import { Bench } from "../workbench/bench.ts";
import { bootPageEngine } from "../workbench/boot-page-engine.ts";
import type { TimelineEntry } from "../workbench/timeline.ts";
import { observed } from "./observed.ts";

/** A visit as it went. A header that did not travel is `undefined`. */
export interface Visit {
  readonly cookie: string | undefined;
  readonly status: string;
  readonly setCookie: string | undefined;
  readonly body: string;
  /** What the jar holds after it, `name=value`. */
  readonly jar: string | undefined;
  /** What the server keeps after it. */
  readonly record: string | undefined;
}

/** The landing page's program, and the browser that visits it. */
export interface VisitedServer {
  /** Runs the program if it does not run. Rejects when no answer came. */
  visit(): Promise<Visit>;
  /** Empties the browser's jar. */
  forgetCookies(): void;
}

/** `onStatus` is told, as a sentence, how engine and program stand. */
export function visitedServer(
  source: string,
  path: string,
  onStatus: (sentence: string) => void,
): VisitedServer {
  const bench = new Bench({
    files: { "server.ts": source },
    entry: "server.ts",
    port: 7148,
    agents: ["Alice"],
    bootEngine: bootPageEngine,
  });
  const [alice] = bench.agents;
  effect(() => {
    // Its sentence names the button of a workbench; here it is the visit that fails, with the reason.
    if (bench.engine.value.kind !== "failed") onStatus(bench.status.value);
  });
  const failure = () => {
    const engine = bench.engine.peek();
    return new Error(engine.kind === "failed" ? engine.reason : bench.status.peek());
  };
  return {
    visit: async () => {
      if (bench.serving.peek() === undefined) {
        await bench.run();
        await bench.untilListening();
      }
      if (bench.serving.peek() === undefined) throw failure();
      await alice?.send(path);
      const entry = bench.timeline.entries.peek().at(-1);
      if (entry?.exchange.response === undefined) throw failure();
      return visitOf(await withCommit(bench, entry), bench);
    },
    forgetCookies: () => alice?.userAgent.peek()?.jar.clear(),
  };
}

/** The program tells what it kept before or after its answer is there. */
function withCommit({ timeline }: Bench, { number }: TimelineEntry): Promise<TimelineEntry> {
  const { promise, resolve } = Promise.withResolvers<TimelineEntry>();
  const stop = effect(() => {
    timeline.changes.value;
    const entry = timeline.get(number);
    if (entry !== undefined && entry.commits.length > 0) resolve(entry);
  });
  return promise.finally(stop);
}

function visitOf(entry: TimelineEntry, { setup }: Bench): Visit {
  const { requestHeaders, responseHeaders, responseBody, after } = observed(entry, setup);
  const [cookie] = entry.jar;
  const { response } = entry.exchange;
  return {
    cookie: headerIn("cookie", requestHeaders),
    status: `${response?.status} ${response?.statusText}`,
    setCookie: headerIn("set-cookie", responseHeaders),
    body: new TextDecoder().decode(responseBody),
    jar: cookie && `${cookie.name}=${cookie.value}`,
    record:
      after == null
        ? undefined
        : Object.entries(after)
            .map(([key, value]) => `${key}: ${value}`)
            .join("\n"),
  };
}

function headerIn(wanted: string, headers: readonly (readonly [string, string])[]): string | undefined {
  return headers.find(([header]) => header.toLowerCase() === wanted)?.[1];
}
