import { expect, it } from "vitest";
import { indexTerms, placedWords, searchTerm } from "./words.ts";

it("parts text at everything that is no letter and no digit, and knows where each word stands", () => {
  expect(placedWords("req.session, __Host-id")).toEqual([
    { word: "req", start: 0 },
    { word: "session", start: 4 },
    { word: "Host", start: 15 },
    { word: "id", start: 20 },
  ]);
});

it.each([
  ["maxAge", ["maxage", "max", "age"]],
  ["HttpOnly", ["httponly", "http", "only"]],
  ["SameSite", ["samesite", "same", "site"]],
  ["getSessionId", ["getsessionid", "get", "session", "id"]],
  ["TINA4", ["tina4"]],
  ["URLSearchParams", ["urlsearchparam", "url", "search", "param"]],
])("knows %s by %j", (word, terms) => {
  expect(indexTerms(word)).toEqual(terms);
});

it.each([
  ["Cookies", "cookie"],
  ["express", "express"],
  ["Redis", "redis"],
  ["status", "status"],
  ["has", "has"],
])("looks %s up as %s", (word, term) => {
  expect(searchTerm(word)).toBe(term);
});

it("looks nothing up for words that stand everywhere", () => {
  expect(searchTerm("The")).toBeUndefined();
});
