import * as words from "../../words/en/stores.ts";
import { SessionCard } from "./session-card.tsx";
import { shortHashes } from "./session-content.ts";
import { SESSION_FILES_SHOWN, type SessionFiles } from "./session-files.ts";

/** The session files, each with what is in it. */
export function SessionFilesView({ files, nowMs }: { readonly files: SessionFiles; readonly nowMs: number }) {
  const count = files.count.value;
  return (
    <>
      <p class="quiet">{words.namedByHash}</p>
      <ul class="store-sessions">
        {files.shown.value.map(({ path, name, content }) => (
          <li key={path}>
            <SessionCard title={shortHashes(name)} content={content} nowMs={nowMs} />
          </li>
        ))}
      </ul>
      {count > SESSION_FILES_SHOWN && <p class="quiet">{words.firstOf(SESSION_FILES_SHOWN, count)}</p>}
    </>
  );
}
