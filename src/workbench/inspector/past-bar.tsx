import type { ComponentChild } from "preact";
import * as buttons from "../../words/en/buttons.ts";
import * as words from "../../words/en/inspector.ts";
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
            {words.lookingAtPast<ComponentChild>(
              <strong>{words.youLookAtPast}</strong>,
              <code>
                {past.exchange.request.method} {placeOf(past.exchange).path}
              </code>,
              past.exchange.agent,
              timeText(model.momentMs),
            )}
          </p>
          <button type="button" class="small-button" onClick={() => model.backToNow()}>
            {buttons.backToNow}
          </button>
        </>
      )}
    </div>
  );
}
