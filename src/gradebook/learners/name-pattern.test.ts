import { expect, it } from "vitest";
import { namePattern } from "./name-pattern.ts";

it.each([
  ["{number}-{name}.keepsake", "week 3/s123-Jane_Doe.keepsake", { name: "Jane Doe", number: "s123" }],
  ["{name}/{any}", "all/Jane Doe/x.keepsake", { name: "Jane Doe" }],
  ["{any}({number}).keepsake", "cart (42).keepsake", { number: "42" }],
  ["{number}.keepsake", "other.zip", undefined],
])("%s reads %s", (pattern, path, names) => {
  expect(namePattern(pattern)(path)).toEqual(names);
});

it.each([
  ["{names}", "The pattern knows {name}, {number} and {any}, and not {names}."],
  ["{name}{name}", "The pattern has {name} twice."],
  ["file.keepsake", "The pattern needs {name} or {number} in it."],
])("%s is refused", (pattern, message) => {
  expect(() => namePattern(pattern)).toThrow(message);
});
