import { useSignal } from "@preact/signals";
import * as buttons from "../../words/en/buttons.ts";
import * as words from "../../words/en/drafts.ts";
import { saveFile } from "../inspector/copy/save-file.ts";
import type { Workspace } from "../workspace.ts";
import type { DraftKeeper } from "./draft-keeper.ts";

export interface TroubleLineProps {
  readonly drafts: DraftKeeper;
  readonly workspace: Workspace;
  /** What the saved files are called: "shopping-cart". */
  readonly name: string;
}

/** That the browser does not keep the text, and what to do. Said once: dismissed, only the toolbar says so, until something else fails. */
export function TroubleLine({ drafts, workspace, name }: TroubleLineProps) {
  const dismissed = useSignal("");
  const state = drafts.state.value;
  if (state.kind !== "failed" || state.message === dismissed.value) return null;
  return (
    <p class="notice">
      {state.message}{" "}
      <button
        type="button"
        class="small-button"
        onClick={async () => {
          const { zipSync, strToU8 } = await import("fflate");
          const files = Object.entries(workspace.files.peek());
          const zip = zipSync(Object.fromEntries(files.map(([path, text]) => [path, strToU8(text)])));
          saveFile(`${name}.zip`, new Blob([zip], { type: "application/zip" }));
        }}
      >
        {words.saveMyFiles}
      </button>{" "}
      <button type="button" class="small-button" onClick={() => drafts.save()}>
        {buttons.tryAgain}
      </button>{" "}
      <a href="/progress/">{words.yourWork}</a>{" "}
      <button
        type="button"
        class="small-button"
        onClick={() => {
          dismissed.value = state.message;
        }}
      >
        {buttons.dismiss}
      </button>
    </p>
  );
}
