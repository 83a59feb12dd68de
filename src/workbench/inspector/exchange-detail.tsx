import type { Exchange } from "../../web/exchange.ts";
import type { TimelineEntry } from "../timeline.ts";
import { CopyMenu } from "./copy-menu.tsx";
import type { InspectorModel } from "./inspector-model.ts";
import { timeText } from "./time-text.ts";
import { partsOf, WireView } from "./wire-view.tsx";

const initiatorText: Record<Exchange["initiator"], string> = {
  address: "the address field",
  link: "a link",
  form: "a form",
  fetch: "fetch in the page",
  subresource: "the page's own resource",
  history: "back, forward or reload",
  test: "a test",
  script: "a script",
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
          {exchange.agent}, by {initiatorText[exchange.initiator]}, at {timeText(exchange.startedAtMs)}
          {exchange.redirectedFrom !== undefined && ", following a redirect"}
        </p>
        <JumpBar names={partsOf(entry)} />
        <div class="detail-actions">
          <CopyMenu key={entry.number} entry={entry} />
          {model.past?.number !== entry.number && (
            <button
              type="button"
              class="small-button"
              title="Shows jar, record and page as they were just after this exchange"
              onClick={() => model.lookAt(entry)}
            >
              Go to this moment
            </button>
          )}
        </div>
      </div>
      <WireView entry={entry} />
    </div>
  );
}

/** The parts of a detail are long; these bring one to the top. */
function JumpBar({ names }: { readonly names: readonly string[] }) {
  return (
    <p class="jump-bar">
      {names.map((name) => (
        <button
          key={name}
          type="button"
          class="position-link"
          onClick={({ currentTarget }) =>
            currentTarget
              .closest(".exchange-detail")
              ?.querySelector(`[data-part="${name}"]`)
              ?.scrollIntoView()
          }
        >
          {name}
        </button>
      ))}
    </p>
  );
}
