import * as buttons from "../../words/en/buttons.ts";
import type { DraftKeeper } from "./draft-keeper.ts";

/** What another tab did with the text, until it is dismissed. */
export function OtherTabLine({ drafts }: { readonly drafts: DraftKeeper }) {
  if (drafts.notice.value === undefined) return null;
  return (
    <p class="notice">
      {drafts.notice.value}{" "}
      <button type="button" class="small-button" onClick={() => drafts.dismissNotice()}>
        {buttons.dismiss}
      </button>
    </p>
  );
}
