import type { WirePage, WireRequest } from "../course/wire.ts";
import type { Exchange } from "../web/exchange.ts";
import type { UserAgent } from "../web/user-agent.ts";
import { within } from "./within.ts";

const EXCHANGE_LIMIT_MS = 5_000;

/**
 * Has a page that is not really there make a request, as `@from` in a wire block says. Settles with that very
 * exchange: not its preflight, nor where it was redirected to. Rejects with the browser's reason when it sends none.
 */
export async function sendFromPage(
  browser: UserAgent,
  from: WirePage,
  { method, url, headers, body }: WireRequest & { readonly url: URL },
): Promise<Exchange> {
  const seen = Promise.withResolvers<Exchange>();
  const stopLooking = browser.onExchange((exchange) => {
    if (exchange.request.method === method && exchange.request.url === url.href) seen.resolve(exchange);
  });
  const request = { method, headers, ...(body === "" ? {} : { body }) };
  let refusal = "";
  try {
    if (from.by === "navigation") {
      const initiator = method === "GET" ? "link" : "form";
      await browser.navigate(url, { ...request, initiator, documentUrl: from.url });
    } else {
      try {
        const init = { ...request, credentials: "include" } as const;
        const response = await browser.fetch(url, init, { documentUrl: from.url });
        await response.bytes();
      } catch (error) {
        // The page may not read the answer; that the request went all the same is what a lesson shows.
        refusal = error instanceof Error ? error.message : String(error);
      }
    }
    return await within(
      EXCHANGE_LIMIT_MS,
      seen.promise,
      () => `The page ${from.url} did not send ${method} ${url.href}. ${refusal}`,
    );
  } finally {
    stopLooking();
  }
}
