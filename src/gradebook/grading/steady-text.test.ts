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
  ["Test timed out in 5000ms.", "Test timed out in 5000ms."],
  [
    "server.ts did not listen on port 7148 within 1.5 seconds. Does it call listen(7148)?",
    "server.ts did not listen on port 7148 in time. Does it call listen(7148)?",
  ],
  ...[
    "GET /a got no answer within 0.4 seconds. Does every path through its handler send a response?",
    "GET /a got no answer within 3 seconds. The program is computing without a pause: look for a loop that never ends.",
  ].map((text) => [
    text,
    "GET /a got no answer in time. Does every path through its handler send a response, and every loop end?",
  ]),
  ["a_very_long_identifier_without_digits", "a_very_long_identifier_without_digits"],
])("%s", (text, steady) => {
  expect(steadyText(text)).toBe(steady);
});

it("cuts what is endless", () => {
  expect(steadyText("x ".repeat(100_000)).length).toBeLessThan(2_100);
});

it("does not look for the end of a path again from each of its folders", () => {
  expect(steadyText("/a".repeat(500_000))).toMatch(/^\/a\/a/);
});
