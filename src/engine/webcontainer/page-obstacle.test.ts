import { expect, it } from "vitest";
import { pageObstacle } from "./page-obstacle.ts";

const fit = { isSecureContext: true, crossOriginIsolated: true, navigator: { onLine: true } };

it("knows what a page lacks, the first thing first", () => {
  expect(pageObstacle({ ...fit, isSecureContext: false, crossOriginIsolated: false })).toBe(
    "WebContainer needs a page that came over https or from this machine, and this one did not.",
  );
  expect(pageObstacle({ ...fit, crossOriginIsolated: false })).toBe(
    "WebContainer needs a page that is cross-origin isolated, and this site's server does not send the headers for it.",
  );
  expect(pageObstacle({ ...fit, navigator: { onLine: false } })).toBe(
    "WebContainer needs the network, and the browser is offline.",
  );
});

it("has nothing against a page that has all of it, or does not say", () => {
  expect(pageObstacle(fit)).toBeUndefined();
  expect(pageObstacle({})).toBeUndefined();
});
