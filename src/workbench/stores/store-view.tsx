import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Engine } from "../../engine/engine.ts";
import * as words from "../../words/en/stores.ts";
import type { Bench } from "../bench.ts";
import { useNow } from "../use-now.ts";
import { CookieDecoder } from "./cookie-decoder.tsx";
import { DatabaseFiles } from "./database-files.ts";
import { DatabaseView } from "./database-view.tsx";
import { readRedisContents } from "./redis-contents.ts";
import { RedisView } from "./redis-view.tsx";
import { SessionFiles } from "./session-files.ts";
import { SessionFilesView } from "./session-files-view.tsx";

interface OnDisk {
  readonly sessions: SessionFiles;
  readonly databases: DatabaseFiles;
}

/** What the server keeps, wherever it does, and what it has given away in cookies; as it is now. */
export function StoreView({ bench, id }: { readonly bench: Bench; readonly id: string }) {
  const disk = useDisk(bench);
  const now = useNow(bench.clock);
  const redis = useComputed(() =>
    [...bench.redis.last.value.values()].flatMap((message) => readRedisContents(message) ?? []),
  );
  const nowMs = now.value;
  const { sessions, databases } = disk.value ?? {};
  const files = databases?.shown.value ?? [];
  const isEmpty = (sessions?.count.value ?? 0) === 0 && files.length === 0 && redis.value.length === 0;
  return (
    <div class="stores">
      {isEmpty && (
        <Section id={`${id}-none`} title={words.onServer}>
          <p class="quiet">{words.nothingKept}</p>
        </Section>
      )}
      {sessions !== undefined && sessions.count.value > 0 && (
        <Section id={`${id}-files`} title={words.sessionFiles}>
          <SessionFilesView files={sessions} nowMs={nowMs} />
        </Section>
      )}
      {files.map((file, number) => (
        <Section key={file.path} id={`${id}-database-${number}`} title={words.database(file.path)}>
          <DatabaseView file={file} nowMs={nowMs} />
        </Section>
      ))}
      {redis.value.map((contents) => (
        <Section key={contents.port} id={`${id}-redis-${contents.port}`} title={words.redisOn(contents.port)}>
          <RedisView contents={contents} nowMs={nowMs} realNowMs={nowMs - bench.clock.offsetMs} />
        </Section>
      ))}
      <Section id={`${id}-cookies`} title={words.cookiesApart}>
        <CookieDecoder bench={bench} id={id} />
      </Section>
    </div>
  );
}

function Section({
  id,
  title,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}

/** What lies in the machine's files; `undefined` while there is no machine. */
function useDisk(bench: Bench): ReadonlySignal<OnDisk | undefined> {
  const disk = useSignal<OnDisk | undefined>(undefined);
  useSignalEffect(() => {
    if (bench.engine.value.kind !== "ready") return;
    let gone = false;
    const open = (engine: Engine) => {
      if (!gone) disk.value = { sessions: new SessionFiles(engine), databases: new DatabaseFiles(engine) };
    };
    // Without a machine there is nothing to show; why there is none is said elsewhere.
    bench.machine().then(open, () => undefined);
    return () => {
      gone = true;
      disk.peek()?.sessions.close();
      disk.peek()?.databases.close();
      disk.value = undefined;
    };
  });
  return disk;
}
