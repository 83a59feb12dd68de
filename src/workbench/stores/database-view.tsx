import * as words from "../../words/en/stores.ts";
import { ScrollBox } from "../scroll-box.tsx";
import { type DatabaseFile, ROWS_SHOWN, SESSION_TABLE } from "./database-files.ts";
import { SessionCard } from "./session-card.tsx";
import { shortHashes } from "./session-content.ts";
import type { StoredTable } from "./sqlite/read-tables.ts";
import type { StoredValue } from "./sqlite/stored-values.ts";

/** A database file: the sessions as what they are, other tables as tables. */
export function DatabaseView({ file, nowMs }: { readonly file: DatabaseFile; readonly nowMs: number }) {
  const { sessions, tables, failure } = file;
  if (failure !== undefined) return <p class="quiet">{failure}</p>;
  return (
    <>
      {sessions !== undefined && (
        <>
          <p class="quiet">
            {sessions.rowCount === 0 ? words.noRow(SESSION_TABLE) : words.rowsOfSessions(SESSION_TABLE)}
          </p>
          <ul class="store-sessions">
            {sessions.rows.map(({ key, content, turn }) => (
              <li key={key}>
                <SessionCard title={words.id(shortHashes(key))} content={content} nowMs={nowMs}>
                  {turn !== undefined && words.hasTurn(turn)}
                </SessionCard>
              </li>
            ))}
          </ul>
          <Beginning shown={sessions.rows.length} count={sessions.rowCount} />
        </>
      )}
      {tables.map((table) => (
        <details key={table.name} class="store-table">
          <summary>
            <span class="store-table-name">{table.name}</span> · {words.rows(table.rowCount)}
          </summary>
          <Rows table={table} />
        </details>
      ))}
    </>
  );
}

function Rows({ table: { name, columns, rows, rowCount } }: { readonly table: StoredTable }) {
  return (
    <>
      <ScrollBox class="store-rows scrolls-sideways" label={words.rowsOf(name)}>
        <table>
          <caption class="visually-hidden">{words.rowsOf(name)}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, number) => (
              <tr key={number}>
                {row.map((value, at) => (
                  <td key={columns[at]}>{cellText(value)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <Beginning shown={rows.length} count={rowCount} />
    </>
  );
}

function Beginning({ shown, count }: { readonly shown: number; readonly count: number }) {
  if (count <= shown) return null;
  return <p class="quiet">{words.firstOf(ROWS_SHOWN, count)}</p>;
}

function cellText(value: StoredValue | undefined): string {
  if (value === undefined) return words.defaultValue;
  if (value === null) return "NULL";
  if (value instanceof Uint8Array) return words.bytes(value.length);
  return String(value);
}
