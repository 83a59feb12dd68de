import { expect, it } from "vitest";
import { steadyText } from "./steady-text.ts";

it.each([
  ["SyntaxError in file:///tmp/keepsake-a1b2/project/src/cart.ts:3", "SyntaxError in src/cart.ts:3"],
  ["connect ECONNREFUSED 127.0.0.1:43211", "connect ECONNREFUSED 127.0.0.1"],
  ["expected 'Zk3v9bQ0aa8XyTq1LmN2' not to be it", "expected '(an id)' not to be it"],
  ["id 6f9619ff-8b86-d011-b42d-00c04fc964ff", "id (an id)"],
  ["Expires=Fri, 27 Nov 2026 18:31:00 GMT", "Expires=(a time)"],
  ["at 2026-11-27T18:31:00.000Z, or 1795804260000", "at (a time), or (a time)"],
  ["expected 404 to be 201 // for POST /cart/add", "expected 404 to be 201 // for POST /cart/add"],
  ["a_very_long_identifier_without_digits", "a_very_long_identifier_without_digits"],
])("%s", (text, steady) => {
  expect(steadyText(text)).toBe(steady);
});

it("cuts what is endless", () => {
  expect(steadyText("x ".repeat(100_000)).length).toBeLessThan(2_100);
});
