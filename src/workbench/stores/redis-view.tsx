import * as words from "../../words/en/stores.ts";
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
      <p class="quiet">{keyCount === 0 ? words.noKey : words.redisForgets}</p>
      <ul class="store-sessions">
        {sessions.map(({ database, key, content, expiresAtMs }) => (
          <li key={`${database} ${key}`}>
            <SessionCard title={nameOf(database, key)} content={content} nowMs={nowMs}>
              {expiresAtMs !== null && words.keepsKeyFor(durationText(expiresAtMs - realNowMs))}
            </SessionCard>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <ScrollBox class="store-rows scrolls-sideways" label={words.otherKeys}>
          <table>
            <caption class="visually-hidden">{words.otherKeys}</caption>
            <thead>
              <tr>
                <th scope="col">{words.key}</th>
                <th scope="col">{words.type}</th>
                <th scope="col">{words.value}</th>
                <th scope="col">{words.timeLeft}</th>
              </tr>
            </thead>
            <tbody>
              {others.map((entry) => (
                <tr key={`${entry.database} ${entry.key}`}>
                  <th scope="row">{nameOf(entry.database, entry.key)}</th>
                  <td>{entry.type}</td>
                  <td>{valueText(entry)}</td>
                  <td>
                    {entry.expiresAtMs === null ? words.stays : durationText(entry.expiresAtMs - realNowMs)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      {keyCount > shown && <p class="quiet">{words.firstOf(shown, keyCount)}</p>}
    </>
  );
}

function nameOf(database: number, key: string): string {
  return database === 0 ? shortHashes(key) : words.inDatabase(shortHashes(key), database);
}
