import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Exchange } from "../../web/exchange.ts";
import * as words from "../../words/en/results.ts";

/** Request and response as they travelled. What draws them is fetched when the first one is shown. */
export function ExchangeOnTheWire({ exchange }: { readonly exchange: Exchange }) {
  const drawing = useSignal<typeof import("./exchange-text.tsx") | undefined>(undefined);
  const failed = useSignal(false);
  useEffect(() => {
    import("./exchange-text.tsx").then(
      (loaded) => {
        drawing.value = loaded;
      },
      () => {
        failed.value = true;
      },
    );
  }, []);
  if (failed.value) return <p class="quiet">{words.exchangeFailed}</p>;
  return drawing.value === undefined ? null : <drawing.value.ExchangeText exchange={exchange} />;
}
