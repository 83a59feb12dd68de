import { useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import * as words from "../../words/en/share-panel.ts";
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
      sentence: words.didNotWork(error instanceof Error ? error.message : error),
      failed: true,
    }));
    busy.value = false;
  };
  const shown = outcome.value;
  return (
    <div aria-busy={busy.value}>
      <Choice
        label={words.copyLink}
        hint={words.aboutLink}
        onClick={() => say(words.makingLink, () => copyLink(shareable))}
      />
      <Choice
        label={words.downloadZip}
        hint={words.aboutZip}
        onClick={() => say(words.makingZip, () => downloadZip(shareable))}
      />
      {onZip !== undefined && (
        <>
          <Choice
            label={words.takeInZip}
            hint={words.aboutTakingIn}
            onClick={() => chooser.current?.click()}
          />
          <input
            ref={chooser}
            type="file"
            accept=".zip,application/zip"
            hidden
            onChange={(event) => {
              const [zip] = event.currentTarget.files ?? [];
              if (zip !== undefined) void say(words.readingZip, () => onZip(zip));
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
        <textarea class="copy-by-hand" readOnly aria-label={words.linkToCopy} value={shown.byHand} />
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
