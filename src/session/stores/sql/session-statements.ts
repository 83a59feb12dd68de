import { type NamedStatement, namedStatement } from "./named-values.ts";
import type { SqlDialect } from "./sql-driver.ts";

/** All that is ever said to the session table, each one step. Values: see the `:names`. */
export interface SessionStatements {
  /** `readTurn` also tells who holds the turn. */
  readonly read: NamedStatement;
  readonly readTurn: NamedStatement;
  readonly insert: NamedStatement;
  readonly removeOldTombstone: NamedStatement;
  readonly replace: NamedStatement;
  readonly replaceWithTurn: NamedStatement;
  readonly replaceAndRelease: NamedStatement;
  readonly replaceAndPass: NamedStatement;
  readonly bury: NamedStatement;
  readonly buryVersion: NamedStatement;
  readonly buryWithTurn: NamedStatement;
  readonly buryVersionWithTurn: NamedStatement;
  readonly remove: NamedStatement;
  readonly takeTurn: NamedStatement;
  /** After `takeTurn`, where an UPDATE tells no rows. */
  readonly readTaken: NamedStatement;
  readonly renewTurn: NamedStatement;
  readonly releaseTurn: NamedStatement;
  readonly keysOfOwner: NamedStatement;
  readonly collectRecords: NamedStatement;
  readonly collectTombstones: NamedStatement;
}

/** How many rows one step of a collection deletes, so that it never takes long. */
export const COLLECTED_AT_ONCE = 500;

export function sessionStatements(dialect: SqlDialect, table: string): SessionStatements {
  const { nowMs, key, turnTaken, deleteSome } = dialect.session;
  const say = (name: string, text: string) => namedStatement(dialect, `keepsake_${table}_${name}`, text);

  const hasKey = `id = ${key(":key")}`;
  const isRecord = "record_text IS NOT NULL";
  const hasTurn = "turn_token = :turn AND turn_until IS NOT NULL";
  const turnIsFree = `(turn_until IS NULL OR turn_until <= ${nowMs})`;
  const noTurn = "turn_until = NULL, turn_holder = NULL";

  const columns = `record_text, version, tombstone, successor, tombstone_until - ${nowMs} AS tombstone_left`;
  const replace = `UPDATE ${table} SET record_text = :text, version = version + 1, owner = ${key(":owner")}, expires_at = :expiresAt`;
  const bury = `UPDATE ${table} SET record_text = NULL, version = version + 1, owner = NULL, ${noTurn}, tombstone = :because, successor = ${key(":successor")}, tombstone_until = ${nowMs} + :keepMs WHERE ${hasKey} AND ${isRecord}`;
  const replaced = `WHERE ${hasKey} AND version = :version AND ${isRecord}`;

  const taken = "turn_token, record_text, version";
  const take = {
    returning: {
      token: "turn_token + 1",
      output: "",
      returning: ` RETURNING ${taken}`,
    },
    output: {
      token: "turn_token + 1",
      output: ` OUTPUT ${taken.replace(/\w+/g, "INSERTED.$&")}`,
      returning: "",
    },
    "last-insert-id": { token: "LAST_INSERT_ID(turn_token + 1)", output: "", returning: "" },
  }[turnTaken];

  return {
    read: say("read", `SELECT ${columns} FROM ${table} WHERE ${hasKey}`),
    readTurn: say(
      "read_turn",
      `SELECT ${columns}, turn_token, turn_until - ${nowMs} AS turn_left, turn_holder FROM ${table} WHERE ${hasKey}`,
    ),
    // Should a key ever come again, its tokens go on growing: they begin at the server's clock.
    insert: say(
      "insert",
      `INSERT INTO ${table} (id, record_text, version, owner, expires_at, turn_token) VALUES (${key(":key")}, :text, 1, ${key(":owner")}, :expiresAt, ${nowMs})`,
    ),
    removeOldTombstone: say(
      "remove_old_tombstone",
      `DELETE FROM ${table} WHERE ${hasKey} AND tombstone_until <= ${nowMs}`,
    ),
    replace: say("replace", `${replace} ${replaced}`),
    replaceWithTurn: say("replace_with_turn", `${replace} ${replaced} AND ${hasTurn}`),
    replaceAndRelease: say("replace_and_release", `${replace}, ${noTurn} ${replaced} AND ${hasTurn}`),
    replaceAndPass: say(
      "replace_and_pass",
      `${replace}, turn_token = turn_token + 1, turn_until = ${nowMs} + :leaseMs, turn_holder = :holder ${replaced} AND ${hasTurn}`,
    ),
    bury: say("bury", bury),
    buryVersion: say("bury_version", `${bury} AND version = :version`),
    buryWithTurn: say("bury_with_turn", `${bury} AND ${hasTurn}`),
    buryVersionWithTurn: say("bury_version_with_turn", `${bury} AND version = :version AND ${hasTurn}`),
    remove: say("remove", `DELETE FROM ${table} WHERE ${hasKey}`),
    takeTurn: say(
      "take_turn",
      `UPDATE ${table} SET turn_token = ${take.token}, turn_until = ${nowMs} + :leaseMs, turn_holder = :holder${take.output} WHERE ${hasKey} AND ${isRecord} AND (${turnIsFree} OR turn_token = :breaking)${take.returning}`,
    ),
    readTaken: say(
      "read_taken",
      `SELECT ${taken} FROM ${table} WHERE ${hasKey} AND turn_token = :turn AND ${isRecord}`,
    ),
    renewTurn: say(
      "renew_turn",
      `UPDATE ${table} SET turn_until = ${nowMs} + :leaseMs WHERE ${hasKey} AND ${hasTurn}`,
    ),
    releaseTurn: say("release_turn", `UPDATE ${table} SET ${noTurn} WHERE ${hasKey} AND ${hasTurn}`),
    keysOfOwner: say("keys_of_owner", `SELECT id FROM ${table} WHERE owner = ${key(":owner")}`),
    collectRecords: say(
      "collect_records",
      deleteSome(table, `${isRecord} AND expires_at <= :expiredAt AND ${turnIsFree}`, COLLECTED_AT_ONCE),
    ),
    collectTombstones: say(
      "collect_tombstones",
      deleteSome(table, `tombstone_until <= ${nowMs}`, COLLECTED_AT_ONCE),
    ),
  };
}
