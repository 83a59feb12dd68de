import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { OfflineCopy } from "./offline-copy.ts";

beforeAll(() => {
  vi.useFakeTimers();
  // Node's global is no target of events, as a page's is.
  vi.stubGlobal("dispatchEvent", () => true);
});
afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a page that asked for the new version and is still there asks again", async () => {
  const reload = vi.fn<() => void>();
  const copy = new OfflineCopy({
    workers: undefined,
    savesData: false,
    onState: () => {},
    onNewVersion: () => {},
    reload,
  });
  expect(await copy.changeToNew({ anyway: false })).toBe(true);
  expect(reload).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(10_000);
  expect(reload).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(10_000);
  expect(reload).toHaveBeenCalledTimes(3);
});
