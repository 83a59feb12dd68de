import { describe, expect, it } from "vitest";
import { mssqlDialect } from "./mssql.ts";
import { mysqlDialect } from "./mysql.ts";
import { translatePlaceholders } from "./placeholders.ts";
import { postgresDialect } from "./postgres.ts";
import { sqliteDialect } from "./sqlite.ts";

describe("placeholders", () => {
  it.each([
    ["SELECT ? WHERE a = ?", "SELECT $1 WHERE a = $2", 2],
    ["SELECT 'what?' , ?", "SELECT 'what?' , $1", 1],
    ["SELECT 'it''s?' , ?", "SELECT 'it''s?' , $1", 1],
    ["SELECT 'a\\' , ?", "SELECT 'a\\' , $1", 1],
    ["SELECT E'a\\'?' , ?", "SELECT E'a\\'?' , $1", 1],
    ["SELECT type'a\\' , ?", "SELECT type'a\\' , $1", 1],
    ['SELECT "a?" , ?', 'SELECT "a?" , $1', 1],
    ["SELECT 1 -- really?\n, ?", "SELECT 1 -- really?\n, $1", 1],
    ["SELECT /* a? /* b? */ c? */ ?", "SELECT /* a? /* b? */ c? */ $1", 1],
    ["SELECT $$ a? $$, $x$ ? $$ ? $x$, ?", "SELECT $$ a? $$, $x$ ? $$ ? $x$, $1", 1],
    ["SELECT a$b, ?, a$c", "SELECT a$b, $1, a$c", 1],
    ["SELECT data ?? 'key', ?", "SELECT data ? 'key', $1", 1],
    ["SELECT data ??| array[?]", "SELECT data ?| array[$1]", 1],
    ["SELECT 'open ?", "SELECT 'open ?", 0],
    ["SELECT /* open ?", "SELECT /* open ?", 0],
    ["SELECT 1 - ? / ?", "SELECT 1 - $1 / $2", 2],
  ])("are put into PostgreSQL's %s", (text, translated, count) => {
    const { statement, placeholders } = translatePlaceholders(postgresDialect, text);
    expect(statement.text).toBe(translated);
    expect(placeholders).toBe(count);
  });

  it("know MySQL's strings and comments", () => {
    const text = "SELECT 'a\\'?', \"b\\\"?\", `c?` # d?\n, ?";
    expect(translatePlaceholders(mysqlDialect, text)).toMatchObject({ statement: { text }, placeholders: 1 });
  });

  it("know brackets where they quote names", () => {
    expect(translatePlaceholders(mssqlDialect, "SELECT [a?], ?")).toMatchObject({
      statement: { text: "SELECT [a?], @p1" },
      placeholders: 1,
    });
    expect(translatePlaceholders(sqliteDialect, "SELECT [a?], `b?`, ?").placeholders).toBe(1);
  });

  it("say where in the source an engine's position is", () => {
    const text = "SELECT ?, ?, nam FROM users";
    const { statement } = translatePlaceholders(postgresDialect, text);
    const position = statement.text.indexOf("nam") + 1;
    expect(statement.source?.positionOf(position)).toBe(text.indexOf("nam") + 1);
    expect(statement.source?.positionOf(1)).toBe(1);
  });

  it("have no numbers", () => {
    expect(() => translatePlaceholders(sqliteDialect, "SELECT ?1")).toThrow("write ? in the place of ?1");
  });
});
