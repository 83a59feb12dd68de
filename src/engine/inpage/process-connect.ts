import { EngineError } from "../engine.ts";
import type { ProcessLink } from "./process-link.ts";
import type { WireFailure, WireRequest } from "./wire.ts";

const FAILURES: readonly string[] = ["connection-refused", "connection-reset", "timed-out", "aborted"];

/** Carries a request of one process to the server of another (or its own), and the response back. */
export function forward(from: ProcessLink, request: WireRequest, to: ProcessLink | undefined): void {
  if (to === undefined) {
    from.server.refuse(request, "connection-refused", `connect ECONNREFUSED 127.0.0.1:${request.port}`);
    return;
  }
  const exchange = from.server.accept(request, () => undefined);
  const { port, method, target, headers } = request;
  const carry = async () => {
    const response = await to.client.request({
      ...{ port, method, target, headers, body: exchange.body },
      trailers: () => exchange.trailers(),
      onInformation: (information) => exchange.inform(information),
      exchangeId: undefined,
      signal: exchange.aborted,
      timeoutMs: undefined,
    });
    exchange.head(response.status, response.statusText, response.headers);
    const reader = response.body.getReader();
    while (true) {
      const { done, value } = await reader.read();
      if (done) return exchange.end(response.trailers());
      await exchange.write(value);
    }
  };
  carry().catch((error: unknown) => {
    if (error instanceof EngineError && isFailure(error.code))
      from.server.refuse(request, error.code, error.message);
    exchange.destroy();
  });
}

function isFailure(code: string): code is WireFailure {
  return FAILURES.includes(code);
}
