import { expect, test } from "vitest";
import { reportText } from "./report-text.ts";

const browser = {
  userAgent: "Testium/1",
  crossOriginIsolated: true,
  isSecureContext: true,
  hardwareConcurrency: 2,
};
const untried = { steps: [], contract: [], deviations: [], caseCount: 2, obstacle: undefined };

test("a report says what was tried, how long it took and what failed, and why the rest was not tried", () => {
  const text = reportText(browser, [
    {
      ...untried,
      kind: "inpage",
      state: { kind: "done" },
      steps: [{ text: "Loading the engine", durationMs: 12.4 }],
      contract: [
        { name: "it runs", durationMs: 3 },
        { name: "it stops", durationMs: 5, failure: "expected 1, received 2" },
      ],
      deviations: [{ name: "No TLS.", durationMs: 1 }],
    },
    { ...untried, kind: "webcontainer", state: { kind: "none" }, obstacle: "The browser is offline." },
    { ...untried, kind: "local", state: { kind: "failed", message: "Nobody answers." } },
  ]);
  expect(text).toBe(`Keepsake engine report
Browser: Testium/1
Cross-origin isolated: yes; secure context: yes; processors: 2

Engine inpage: tried
  Loading the engine: 12 ms
  Contract: 1 of 2 cases pass
  Deviations: 1 of 1 are as listed
  ✗ it stops
    expected 1, received 2

Engine webcontainer: not to be had (The browser is offline.)

Engine local: failed: Nobody answers.
  Contract: 0 of 2 cases pass
  Deviations: 0 of 0 are as listed
`);
});
