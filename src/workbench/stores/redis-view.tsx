import { durationText } from "../inspector/time-text.ts";
import { ScrollBox } from "../scroll-box.tsx";
import { type RedisContents, valueText } from "./redis-contents.ts";
import { SessionCard } from "./session-card.tsx";
import { shortHashes } from "./session-content.ts";

export interface RedisViewProps {
  readonly contents: RedisContents;
  readonly nowMs: number;
  /** Redis goes by the real clock, whatever the clock of the page was moved to. */
  readonly realNowMs: number;
}

/** The keys of a Redis: the sessions as what they are, other keys as a table. */
export function RedisView({ contents, nowMs, realNowMs }: RedisViewProps) {
  const { sessions, others, keyCount } = contents;
  const shown = sessions.length + others.length;
  return (
    <>
      <p class="quiet">
        {keyCount === 0
          ? "No key yet. A request that puts something into its session makes one."
          : "Redis forgets a key by itself when its time is over, by the real clock. When Redis stops, all are gone."}
      </p>
      <ul class="store-sessions">
        {sessions.map(({ database, key, content, expiresAtMs }) => (
          <li key={`${database} ${key}`}>
            <SessionCard title={nameOf(database, key)} content={content} nowMs={nowMs}>
              {expiresAtMs !== null &&
                ` Redis keeps the key for ${durationText(expiresAtMs - realNowMs)} more.`}
            </SessionCard>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <ScrollBox class="store-rows" label="Other keys">
          <table>
            <caption class="visually-hidden">Other keys</caption>
            <thead>
              <tr>
                <th scope="col">Key</th>
                <th scope="col">Type</th>
                <th scope="col">Value</th>
                <th scope="col">Time left</th>
              </tr>
            </thead>
            <tbody>
              {others.map((entry) => (
                <tr key={`${entry.database} ${entry.key}`}>
                  <th scope="row">{nameOf(entry.database, entry.key)}</th>
                  <td>{entry.type}</td>
                  <td>{valueText(entry)}</td>
                  <td>
                    {entry.expiresAtMs === null ? "stays" : durationText(entry.expiresAtMs - realNowMs)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      {keyCount > shown && (
        <p class="quiet">
          The first {shown} of {keyCount}.
        </p>
      )}
    </>
  );
}

function nameOf(database: number, key: string): string {
  return database === 0 ? shortHashes(key) : `${shortHashes(key)} in database ${database}`;
}
