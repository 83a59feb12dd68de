import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Bench } from "../bench.ts";
import { RecordBox } from "../inspector/session-change.tsx";
import { durationText } from "../inspector/time-text.ts";
import { useNow } from "../use-now.ts";
import { CookieDecoder } from "./cookie-decoder.tsx";
import { SESSION_FILES_SHOWN, type SessionFile, SessionFiles } from "./session-files.ts";

/** What the server keeps on its disk, and what it has given away in cookies. */
export function StoreView({ bench, id }: { readonly bench: Bench; readonly id: string }) {
  const files = useSignal<SessionFiles | undefined>(undefined);
  const now = useNow(bench.clock);
  useSignalEffect(() => {
    if (bench.engine.value.kind !== "ready") return;
    let gone = false;
    void bench.machine().then((engine) => {
      if (!gone) files.value = new SessionFiles(engine);
    });
    return () => {
      gone = true;
      files.peek()?.close();
      files.value = undefined;
    };
  });
  useEffect(() => () => files.peek()?.close(), []);
  return (
    <div class="stores">
      <section aria-labelledby={`${id}-files`}>
        <h3 id={`${id}-files`}>Session files on the server</h3>
        <p class="quiet">
          Each is named by the hash of its session id: who reads the disk cannot take a session over.
        </p>
        <Files files={files.value} now={now} />
      </section>
      <section aria-labelledby={`${id}-cookies`}>
        <h3 id={`${id}-cookies`}>Cookies, taken apart</h3>
        <CookieDecoder bench={bench} id={id} />
      </section>
    </div>
  );
}

function Files({
  files,
  now,
}: {
  readonly files: SessionFiles | undefined;
  readonly now: ReadonlySignal<number>;
}) {
  const shown = files?.shown.value ?? [];
  const count = files?.count.value ?? 0;
  if (shown.length === 0) {
    return (
      <p class="quiet">No session file yet. A request that puts something into its session makes one.</p>
    );
  }
  return (
    <>
      <ul class="store-files">
        {shown.map((file) => (
          <li key={file.path}>
            <File file={file} nowMs={now.value} />
          </li>
        ))}
      </ul>
      {count > SESSION_FILES_SHOWN && (
        <p class="quiet">
          The first {SESSION_FILES_SHOWN} of {count}.
        </p>
      )}
    </>
  );
}

function File({ file: { key, content }, nowMs }: { readonly file: SessionFile; readonly nowMs: number }) {
  const title = `${key}….json`;
  if (content.kind === "record") {
    const { record } = content;
    const leftMs = Math.min(record.idleDeadlineMs, record.absoluteDeadlineMs) - nowMs;
    return (
      <>
        <RecordBox title={title} record={record} />
        <p class="quiet">
          {leftMs > 0 ? `Expires in ${durationText(leftMs)}.` : "Expired: nobody can use it any more."}
        </p>
      </>
    );
  }
  return (
    <div class="record" data-empty="">
      <p class="record-title">{title}</p>
      <p class="quiet">{emptyText[content.kind]}</p>
    </div>
  );
}

const emptyText: Readonly<Record<Exclude<SessionFile["content"]["kind"], "record">, string>> = {
  tombstone:
    "Destroyed, or continued under a new id. The file stays for a moment, so that a late request cannot bring it back.",
  sealed: "Sealed: only the server, which has the key, can read it.",
  unreadable: "No whole session file. The server takes it for none.",
};
