import { expect, it } from "vitest";
import { headersFor, parseHeadersRules } from "./headers-rules.ts";

it("gives a path the headers of every rule that fits, and joins those of one name", () => {
  const rules = parseHeadersRules("# ours\n/*\n  A: 1\n  B: x: y\n\n/a/*\n  A: 2\n/b\n  A: 3\n");
  expect([...headersFor(rules, "/a/b")]).toEqual([
    ["A", "1, 2"],
    ["B", "x: y"],
  ]);
  expect(headersFor(rules, "/b").get("A")).toBe("1, 3");
  expect(headersFor(rules, "/b/").get("A")).toBe("1");
});

it("names the line that it cannot read", () => {
  expect(() => parseHeadersRules("  A: 1\n")).toThrow("_headers, line 1");
  expect(() => parseHeadersRules("/*\n  nothing\n")).toThrow("_headers, line 2");
});
