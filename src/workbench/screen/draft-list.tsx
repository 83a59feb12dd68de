import type { SnapshotReason } from "../drafts/draft-store.ts";
import { dateText, timeText } from "../inspector/time-text.ts";
import type { WorkbenchModel } from "./workbench-model.ts";

const reasonText: Record<SnapshotReason, string> = {
  reset: "before a reset",
  restore: "before a restore",
  check: "at a check",
  pause: "while working",
  conflict: "beside the disk",
  link: "from a link",
  zip: "before a zip was taken in",
  tab: "from another tab",
  course: "before the course's new file",
  solution: "before a file of the solution",
  import: "brought from a file",
};

export interface DraftListProps {
  readonly model: WorkbenchModel;
  /** Closes the menu that it stands in. */
  readonly close: () => void;
}

/** The dated drafts, each with buttons that lay it beside the text of now and that bring it back. */
export function DraftList({ model, close }: DraftListProps) {
  const snapshots = model.drafts.snapshots.value;
  return (
    <>
      <p class="menu-first">
        <button
          type="button"
          class="menu-item"
          onClick={() => {
            close();
            model.compare({ kind: "starter" });
          }}
        >
          What have I changed?
        </button>
      </p>
      {snapshots.length === 0 ? (
        <p>No drafts yet. Reset and Check keep one each time, with its date.</p>
      ) : (
        <ul>
          {snapshots.map((snapshot) => (
            <li key={snapshot.id}>
              <span>
                {dateText(snapshot.takenAtMs)}
                <span class="quiet"> {reasonText[snapshot.reason]}</span>
              </span>
              <button
                type="button"
                class="small-button"
                aria-label={`Compare with the draft of ${dateText(snapshot.takenAtMs)} ${timeText(snapshot.takenAtMs)}, ${reasonText[snapshot.reason]}`}
                onClick={() => {
                  close();
                  model.compare({ kind: "draft", snapshot });
                }}
              >
                Compare
              </button>
              <button
                type="button"
                class="small-button"
                aria-label={`Restore the draft of ${dateText(snapshot.takenAtMs)} ${timeText(snapshot.takenAtMs)}, ${reasonText[snapshot.reason]}`}
                onClick={() => {
                  close();
                  void model.bringBack(snapshot);
                }}
              >
                Restore
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
