import { placeOf } from "./exchange-filter.ts";
import type { InspectorModel } from "./inspector-model.ts";
import { timeText } from "./time-text.ts";

/** Says that one looks at the past, and leads back. Nothing while it is now. */
export function PastBar({ model }: { readonly model: InspectorModel }) {
  const { past } = model;
  return (
    <div class="past-bar" role="status" hidden={past === undefined}>
      {past !== undefined && (
        <>
          <p>
            <strong>You are looking at the past:</strong> jar, record and page just after{" "}
            <code>
              {past.exchange.request.method} {placeOf(past.exchange).path}
            </code>{" "}
            of {past.exchange.agent}, at {timeText(model.momentMs)}. Nothing can be changed here.
          </p>
          <button type="button" class="small-button" onClick={() => model.backToNow()}>
            Back to now
          </button>
        </>
      )}
    </div>
  );
}
