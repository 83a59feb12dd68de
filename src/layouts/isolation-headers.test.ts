import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { isolationHeaders } from "./isolation-headers.ts";

it("gives the built site the same headers as the development server", () => {
  const file = readFileSync(new URL("../../public/_headers", import.meta.url), "utf8");
  const [, everywhere = ""] = /^\/\*\n((?: {2}.+\n)+)/m.exec(file) ?? [];
  const pairs = everywhere
    .trim()
    .split("\n")
    .map((line) => line.trim().split(": "));
  expect(Object.fromEntries(pairs)).toEqual(isolationHeaders);
});
