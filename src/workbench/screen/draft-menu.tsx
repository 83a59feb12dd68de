import { useRef } from "preact/hooks";
import type { SnapshotReason } from "../drafts/draft-store.ts";
import { dateText, timeText } from "../inspector/time-text.ts";
import type { WorkbenchModel } from "./workbench-model.ts";

const reasonText: Record<SnapshotReason, string> = {
  reset: "before a reset",
  restore: "before a restore",
  check: "at a check",
  pause: "while working",
  conflict: "beside the disk",
  tab: "from another tab",
  course: "before the course's new file",
  solution: "before a file of the solution",
  import: "brought from a file",
};

/** The dated drafts, each with a button that brings it back. */
export function DraftMenu({ model }: { readonly model: WorkbenchModel }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const snapshots = model.drafts.snapshots.value;
  const close = () => {
    if (menu.current !== null) menu.current.open = false;
    menu.current?.querySelector("summary")?.focus();
  };
  return (
    <details
      class="menu"
      ref={menu}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <summary class="button">Drafts ({snapshots.length})</summary>
      <div class="menu-panel">
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
      </div>
    </details>
  );
}
