import type { Exchange } from "../../web/exchange.ts";
import * as words from "../../words/en/wire.ts";
import { BodyView, HeaderLines } from "./exchange-parts.tsx";

/** Request and response as they travelled. */
export function ExchangeText({ exchange }: { readonly exchange: Exchange }) {
  const { request, response, failure } = exchange;
  const target = new URL(request.url);
  return (
    <>
      <section class="inspector-part">
        <h3>{words.request}</h3>
        <p class="wire-start">
          {request.method} {target.pathname + target.search} HTTP/1.1
        </p>
        <HeaderLines headers={request.headers} />
        <BodyView label={words.requestBody} body={request.body} headers={request.headers} />
      </section>
      <section class="inspector-part">
        <h3>{words.response}</h3>
        {response === undefined ? (
          <p class="failure">{failure?.message ?? words.noResponse}</p>
        ) : (
          <>
            <p class="wire-start" data-bad={response.status >= 400 ? "" : undefined}>
              HTTP/1.1 {response.status} {response.statusText}
            </p>
            <HeaderLines headers={response.headers} />
            <BodyView label={words.responseBody} body={response.body} headers={response.headers} />
          </>
        )}
      </section>
    </>
  );
}
