import { useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { copyLink, downloadZip, type Shared } from "./share-actions.ts";
import type { Shareable } from "./shareable.ts";

export interface SharePanelProps {
  readonly shareable: Shareable;
  /** Takes the files of a zip in, and says what came of it. Absent: nothing is taken in here. */
  readonly onZip?: (zip: File) => Promise<Shared>;
}

/** What can be done, and what came of the last of it. */
export function SharePanel({ shareable, onZip }: SharePanelProps) {
  const chooser = useRef<HTMLInputElement>(null);
  const outcome = useSignal<Shared | undefined>(undefined);
  const busy = useSignal(false);
  const say = async (first: string, action: () => Promise<Shared>) => {
    if (busy.peek()) return;
    busy.value = true;
    outcome.value = { sentence: first, failed: false };
    outcome.value = await action().catch((error: unknown) => ({
      sentence: `That did not work (${error instanceof Error ? error.message : error}). Try again; if it stays so, load the page anew.`,
      failed: true,
    }));
    busy.value = false;
  };
  const shown = outcome.value;
  return (
    <div aria-busy={busy.value}>
      <Choice
        label="Copy a link to my code"
        hint="The link itself carries what you changed. No server keeps it."
        onClick={() => say("Making the link…", () => copyLink(shareable))}
      />
      <Choice
        label="Download a zip"
        hint="All files, ready for Node on your own machine."
        onClick={() => say("Making the zip…", () => downloadZip(shareable))}
      />
      {onZip !== undefined && (
        <>
          <Choice
            label="Take in a zip…"
            hint="Its files come in place of yours, which are kept as a draft."
            onClick={() => chooser.current?.click()}
          />
          <input
            ref={chooser}
            type="file"
            accept=".zip,application/zip"
            hidden
            onChange={(event) => {
              const [zip] = event.currentTarget.files ?? [];
              if (zip !== undefined) void say("Reading the zip…", () => onZip(zip));
              // The same file can be chosen again.
              event.currentTarget.value = "";
            }}
          />
        </>
      )}
      <p class={shown?.failed === true ? "share-outcome failure" : "share-outcome"} role="status">
        {shown?.sentence}
      </p>
      {shown?.byHand !== undefined && (
        <textarea class="copy-by-hand" readOnly aria-label="The link to copy" value={shown.byHand} />
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly hint: string;
  readonly onClick: () => void;
}

function Choice({ label, hint, onClick }: ChoiceProps) {
  const id = useId();
  return (
    <div class="share-choice">
      <button type="button" aria-describedby={id} onClick={onClick}>
        {label}
      </button>
      <span id={id} class="quiet">
        {hint}
      </span>
    </div>
  );
}
