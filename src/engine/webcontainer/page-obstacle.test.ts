import { expect, it } from "vitest";
import { pageObstacle } from "./page-obstacle.ts";

const fit = { isSecureContext: true, crossOriginIsolated: true, navigator: { onLine: true } };

it("knows what a page lacks, the first thing first", () => {
  expect(pageObstacle({ ...fit, isSecureContext: false, crossOriginIsolated: false })).toBe("insecure");
  expect(pageObstacle({ ...fit, crossOriginIsolated: false })).toBe("not-isolated");
  expect(pageObstacle({ ...fit, navigator: { onLine: false } })).toBe("offline");
});

it("has nothing against a page that has all of it, or does not say", () => {
  expect(pageObstacle(fit)).toBeUndefined();
  expect(pageObstacle({})).toBeUndefined();
});
