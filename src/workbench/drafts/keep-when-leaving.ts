import { onBeforeReload } from "../../offline/before-reload.ts";
import type { TextFiles, Workspace } from "../workspace.ts";
import type { DraftKeeper } from "./draft-keeper.ts";

export interface KeepWhenLeavingOptions {
  readonly drafts: Pick<DraftKeeper, "leave" | "save">;
  readonly workspace: Workspace;
  /** Somebody else's files, as they came: what is written into them is kept nowhere. */
  readonly guest?: TextFiles | undefined;
}

/**
 * Keeps what was typed when the page goes away; a reload for a new version is told when that would lose something. Returned:
 * stops that.
 */
export function keepWhenLeaving({ drafts, workspace, guest }: KeepWhenLeavingOptions): () => void {
  const gone = new AbortController();
  const { signal } = gone;
  window.addEventListener("pagehide", () => drafts.leave(), { signal });
  document.addEventListener(
    "visibilitychange",
    () => {
      if (document.visibilityState === "hidden") drafts.leave();
    },
    { signal },
  );
  const stopSaving = onBeforeReload(async () => {
    await drafts.save();
    if (guest !== undefined) return workspace.files.peek() === guest;
    return drafts.leave();
  });
  return () => {
    gone.abort();
    stopSaving();
  };
}
