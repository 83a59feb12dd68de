import * as words from "../../words/en/dated-drafts.ts";
import type { SnapshotReason } from "../drafts/draft-store.ts";
import { dateText, timeText } from "../inspector/time-text.ts";
import type { DraftActions } from "./draft-actions.ts";

const reasonText: Record<SnapshotReason, string> = {
  reset: words.beforeReset,
  restore: words.beforeRestore,
  check: words.atCheck,
  pause: words.whileWorking,
  conflict: words.besideDisk,
  link: words.fromLink,
  zip: words.beforeZip,
  terminal: words.beforeCommand,
  tab: words.fromOtherTab,
  course: words.beforeNewFile,
  solution: words.beforeSolution,
  import: words.fromFile,
};

export interface DraftListProps {
  readonly model: DraftActions;
  /** Closes the menu that it stands in. */
  readonly close: () => void;
}

/** The dated drafts, each with buttons that lay it beside the text of now and that bring it back. */
export function DraftList({ model, close }: DraftListProps) {
  const snapshots = model.drafts.snapshots.value;
  return (
    <>
      {model.compare !== undefined && (
        <p class="menu-first">
          <button
            type="button"
            class="menu-item"
            onClick={() => {
              close();
              model.compare?.({ kind: "starter" });
            }}
          >
            {words.whatChanged}
          </button>
        </p>
      )}
      {snapshots.length === 0 ? (
        <p>{words.noDrafts}</p>
      ) : (
        <ul>
          {snapshots.map((snapshot) => (
            <li key={snapshot.id}>
              <span>
                {dateText(snapshot.takenAtMs)}
                <span class="quiet"> {reasonText[snapshot.reason]}</span>
              </span>
              {model.compare !== undefined && (
                <button
                  type="button"
                  class="small-button"
                  aria-label={words.compareWith(
                    dateText(snapshot.takenAtMs),
                    timeText(snapshot.takenAtMs),
                    reasonText[snapshot.reason],
                  )}
                  onClick={() => {
                    close();
                    model.compare?.({ kind: "draft", snapshot });
                  }}
                >
                  {words.compare}
                </button>
              )}
              <button
                type="button"
                class="small-button"
                aria-label={words.restoreDraft(
                  dateText(snapshot.takenAtMs),
                  timeText(snapshot.takenAtMs),
                  reasonText[snapshot.reason],
                )}
                onClick={() => {
                  close();
                  void model.bringBack(snapshot);
                }}
              >
                {words.restore}
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
