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
            {sessions.rowCount === 0
              ? `The table ${SESSION_TABLE} has no row. A request that puts something into its session makes one.`
              : `The rows of ${SESSION_TABLE}, each under the hash of its session id.`}
          </p>
          <ul class="store-sessions">
            {sessions.rows.map(({ key, content, turn }) => (
              <li key={key}>
                <SessionCard title={`id ${shortHashes(key)}`} content={content} nowMs={nowMs}>
                  {turn !== undefined && ` ${turn} has the turn.`}
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
            <span class="store-table-name">{table.name}</span> · {rowsText(table.rowCount)}
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
      <ScrollBox class="store-rows" label={`Rows of ${name}`}>
        <table>
          <caption class="visually-hidden">Rows of {name}</caption>
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
  return (
    <p class="quiet">
      The first {ROWS_SHOWN} of {count}.
    </p>
  );
}

function rowsText(count: number): string {
  return count === 1 ? "1 row" : `${count} rows`;
}

function cellText(value: StoredValue | undefined): string {
  if (value === undefined) return "default";
  if (value === null) return "NULL";
  if (value instanceof Uint8Array) return value.length === 1 ? "1 byte" : `${value.length} bytes`;
  return String(value);
}
