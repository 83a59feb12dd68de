import type { CookieDecision } from "../../web/exchange.ts";
import type { Route } from "../../web/http.ts";
import type { CommitView } from "../commit-view.ts";
import type { StoreCallView } from "../store-call-view.ts";
import type { TimelineEntry } from "../timeline.ts";

/** Who takes part in an exchange, from left to right. */
export type Lane = "browser" | "server" | "store";

/** One thing that happened in an exchange, in the order of a sequence drawing. */
export type WireStep =
  | { readonly kind: "cookies-chosen"; readonly decisions: readonly CookieDecision[] }
  | { readonly kind: "request" }
  | { readonly kind: "route"; readonly route: Route }
  | { readonly kind: "store-call"; readonly call: StoreCallView }
  | { readonly kind: "commit"; readonly commit: CommitView }
  | { readonly kind: "response" }
  | { readonly kind: "failure"; readonly message: string }
  | { readonly kind: "cookies-judged"; readonly decisions: readonly CookieDecision[] };

/** From where to where a step goes; the same twice: it happens there. */
export function lanesOf(step: WireStep): readonly [from: Lane, to: Lane] {
  switch (step.kind) {
    case "request":
      return ["browser", "server"];
    case "store-call":
      return ["server", "store"];
    case "response":
      return ["server", "browser"];
    case "route":
    case "commit":
      return ["server", "server"];
    default:
      return ["browser", "browser"];
  }
}

/** With these a request writes what its handler did; what comes before them, it asked to begin with. */
const writing: ReadonlySet<StoreCallView["verb"]> = new Set([
  "create",
  "patch",
  "rotate",
  "destroy",
  "touch",
]);

/**
 * An exchange as a sequence: cookies chosen, request, the store asked, the session's operations, the store written,
 * response, cookies judged. What did not happen is not there.
 */
export function wireSteps({ exchange, commits, storeCalls }: TimelineEntry): readonly WireStep[] {
  const { cookies, failure, response, route } = exchange;
  const firstWrite = storeCalls.findIndex(({ verb }) => writing.has(verb));
  const before = firstWrite === -1 ? storeCalls : storeCalls.slice(0, firstWrite);
  const after = firstWrite === -1 ? [] : storeCalls.slice(firstWrite);
  const calls = (some: readonly StoreCallView[]): WireStep[] =>
    some.map((call) => ({ kind: "store-call", call }));
  return [
    ...(cookies.request.length === 0
      ? []
      : [{ kind: "cookies-chosen", decisions: cookies.request } as const]),
    { kind: "request" },
    ...(route === undefined ? [] : [{ kind: "route", route } as const]),
    ...calls(before),
    ...commits.map((commit) => ({ kind: "commit", commit }) as const),
    ...calls(after),
    ...(response === undefined ? [] : [{ kind: "response" } as const]),
    ...(failure === undefined ? [] : [{ kind: "failure", message: failure.message } as const]),
    ...(cookies.response.length === 0
      ? []
      : [{ kind: "cookies-judged", decisions: cookies.response } as const]),
  ];
}
