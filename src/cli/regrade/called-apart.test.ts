import { resolve } from "node:path";
import { expect, it } from "vitest";
import { calledApart } from "./called-apart.ts";

it("calls paths by their last part, and by their folders too where that is another's", () => {
  const paths = ["a/downloads", "b/downloads/", "b/../c/all.zip", "./a/downloads", "x/a/downloads"];
  expect([...calledApart(paths)]).toEqual([
    [resolve("a/downloads"), `${resolve(".").split("/").at(-1)}/a/downloads`],
    [resolve("b/downloads"), "b/downloads"],
    [resolve("c/all.zip"), "all.zip"],
    [resolve("x/a/downloads"), "x/a/downloads"],
  ]);
});
