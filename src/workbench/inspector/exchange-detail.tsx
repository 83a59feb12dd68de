import type { Exchange } from "../../web/exchange.ts";
import * as words from "../../words/en/inspector.ts";
import type { TimelineEntry } from "../timeline.ts";
import { CopyMenu } from "./copy-menu.tsx";
import type { InspectorModel } from "./inspector-model.ts";
import { timeText } from "./time-text.ts";
import { partsOf, partText, type WirePart, WireView } from "./wire-view.tsx";

const initiatorText: Record<Exchange["initiator"], string> = {
  address: words.byAddress,
  link: words.byLink,
  form: words.byForm,
  fetch: words.byFetch,
  subresource: words.bySubresource,
  history: words.byHistory,
  test: words.byTest,
  script: words.byScript,
};

export interface ExchangeDetailProps {
  readonly model: InspectorModel;
  readonly entry: TimelineEntry;
}

/** One exchange in full: what was sent, what the server and its store did, what came, what became of the cookies. */
export function ExchangeDetail({ model, entry }: ExchangeDetailProps) {
  const { exchange } = entry;
  return (
    <div class="exchange-detail">
      <div class="detail-bar">
        <p class="quiet">
          {(exchange.redirectedFrom === undefined ? words.cameBy : words.cameByRedirect)(
            exchange.agent,
            initiatorText[exchange.initiator],
            timeText(exchange.startedAtMs),
          )}
        </p>
        <JumpBar parts={partsOf(entry)} />
        <div class="detail-actions">
          <CopyMenu key={entry.number} entry={entry} />
          {model.past?.number !== entry.number && (
            <button
              type="button"
              class="small-button"
              title={words.showsMoment}
              onClick={() => model.lookAt(entry)}
            >
              {words.goToMoment}
            </button>
          )}
        </div>
      </div>
      <WireView entry={entry} />
    </div>
  );
}

/** The parts of a detail are long; these bring one to the top. */
function JumpBar({ parts }: { readonly parts: readonly WirePart[] }) {
  return (
    <p class="jump-bar">
      {parts.map((part) => (
        <button
          key={part}
          type="button"
          class="position-link"
          onClick={({ currentTarget }) =>
            currentTarget
              .closest(".exchange-detail")
              ?.querySelector(`[data-part="${part}"]`)
              ?.scrollIntoView()
          }
        >
          {partText[part]}
        </button>
      ))}
    </p>
  );
}
