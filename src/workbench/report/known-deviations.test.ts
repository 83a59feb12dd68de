import { expect, test } from "vitest";
import { nodeDeviations } from "../../engine/deviations/node-deviations.ts";
import { browserDeviations } from "../../web/browser-deviations.ts";
import { knownDeviations } from "./known-deviations.ts";

test("each deviation that is known stands on the page, once", () => {
  const shown = knownDeviations.flatMap(({ items }) => items.map(({ id }) => id));
  const known = [...nodeDeviations, ...browserDeviations].map(({ id }) => id);
  expect([...shown].sort()).toEqual([...known].sort());
});
