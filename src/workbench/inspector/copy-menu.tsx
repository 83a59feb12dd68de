import { useSignal } from "@preact/signals";
import * as words from "../../words/en/inspector.ts";
import { Menu } from "../menu.tsx";
import type { TimelineEntry } from "../timeline.ts";
import { curlCommand } from "./copy/curl-command.ts";
import { type ArchivedExchange, HAR_MIME_TYPE, harText } from "./copy/har.ts";
import { saveFile } from "./copy/save-file.ts";
import { placeOf } from "./exchange-filter.ts";

/** Takes one exchange elsewhere: as a curl command, or as an HTTP Archive. */
export function CopyMenu({ entry }: { readonly entry: TimelineEntry }) {
  const said = useSignal("");
  /** What could not be copied, to be copied by hand. */
  const byHand = useSignal<string | undefined>(undefined);
  const copy = async (text: string, what: string, close: () => void) => {
    try {
      await navigator.clipboard.writeText(text);
      byHand.value = undefined;
      said.value = words.inClipboard(what);
    } catch {
      byHand.value = text;
      said.value = words.copyByHand;
    }
    close();
  };
  const archive = () => [...harText([entry])].join("");
  return (
    <div class="exchange-copy">
      <Menu look="small-button" label={words.copy}>
        {(close) => (
          <ul>
            <li>
              <button
                type="button"
                class="menu-item"
                onClick={() =>
                  copy(curlCommand(entry.exchange, entry.bodiesDropped), words.curlCommand, close)
                }
              >
                {words.asCurl}
              </button>
            </li>
            <li>
              <button type="button" class="menu-item" onClick={() => copy(archive(), words.archive, close)}>
                {words.asHar}
              </button>
            </li>
            <li>
              <button
                type="button"
                class="menu-item"
                onClick={() => {
                  saveArchive(archiveName(entry), [entry]);
                  close();
                }}
              >
                {words.saveAsHar}
              </button>
            </li>
          </ul>
        )}
      </Menu>
      <span class="quiet" role="status">
        {said.value}
      </span>
      {byHand.value !== undefined && (
        <textarea class="copy-by-hand" readOnly aria-label={words.textToCopy} value={byHand.value} />
      )}
    </div>
  );
}

/** Saves these exchanges, in this order, as one file. */
export function saveArchive(name: string, entries: readonly ArchivedExchange[]): void {
  saveFile(name, new Blob([...harText(entries)], { type: HAR_MIME_TYPE }));
}

function archiveName({ exchange }: TimelineEntry): string {
  const words = `${exchange.request.method} ${placeOf(exchange).path}`.replace(/[^\w]+/g, "-");
  return `${words.replace(/^-|-$/g, "").slice(0, 60).toLowerCase()}.har`;
}
