import * as buttons from "../../words/en/buttons.ts";
import * as words from "../../words/en/engines.ts";
import type { EngineChoice } from "./engine-choice.ts";

/** How the search for an engine stands; asks the learner where that is theirs to say. */
export function EngineNoticeLine({ engines }: { readonly engines: EngineChoice }) {
  const notice = engines.notice.value;
  if (notice === undefined) return null;
  const { text, agreeTo } = notice;
  if (agreeTo === undefined) {
    return (
      <p class="notice">
        {text}{" "}
        <button type="button" class="small-button" onClick={() => engines.dismissNotice()}>
          {buttons.dismiss}
        </button>
      </p>
    );
  }
  return (
    <p class="notice">
      {text}{" "}
      <button type="button" class="small-button" onClick={() => engines.agree(agreeTo.kind)}>
        {words.runThere(agreeTo.place)}
      </button>{" "}
      <button type="button" class="small-button" onClick={() => engines.decline(agreeTo.kind)}>
        {words.stayInPage}
      </button>
    </p>
  );
}
