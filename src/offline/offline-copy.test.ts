import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OfflineCopy } from "./offline-copy.ts";
import { TAKE_OVER } from "./offline-messages.ts";

class WaitingWorker extends EventTarget {
  state = "installed";
  readonly told: unknown[] = [];

  postMessage(message: unknown): void {
    this.told.push(message);
  }

  takeOver(): void {
    this.state = "activated";
    this.dispatchEvent(new Event("statechange"));
  }
}

const reload = vi.fn<() => void>();

beforeEach(() => {
  vi.useFakeTimers();
  reload.mockReset();
  // Node's global is no target of events, as a page's is.
  const page = new EventTarget();
  for (const verb of ["addEventListener", "dispatchEvent"] as const)
    vi.stubGlobal(verb, page[verb].bind(page));
  vi.stubGlobal("document", page);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A page's side of the copy, where that worker waits. */
async function copyWith(waiting: WaitingWorker | null): Promise<OfflineCopy> {
  const registration = Object.assign(new EventTarget(), { installing: null, waiting, active: null });
  const workers = Object.assign(new EventTarget(), { controller: null, register: async () => registration });
  const copy = new OfflineCopy({
    workers: workers as unknown as ServiceWorkerContainer,
    savesData: false,
    onState: () => {},
    onNewVersion: () => {},
    reload,
  });
  await copy.make();
  return copy;
}

test("a page that asked for the new version and is still there asks again", async () => {
  const copy = await copyWith(null);
  expect(await copy.changeToNew({ anyway: false })).toBe(true);
  expect(reload).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(10_000);
  expect(reload).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(10_000);
  expect(reload).toHaveBeenCalledTimes(3);
});

test("a worker that does not take over is told again; when it has, the page is loaded anew", async () => {
  const waiting = new WaitingWorker();
  const changed = (await copyWith(waiting)).changeToNew({ anyway: false });
  await vi.advanceTimersByTimeAsync(3_000);
  expect(waiting.told).toEqual([TAKE_OVER, TAKE_OVER]);
  expect(reload).not.toHaveBeenCalled();
  waiting.takeOver();
  await changed;
  expect(reload).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(6_000);
  expect(waiting.told).toHaveLength(2);
});

test("a worker that never takes over is passed by after twenty seconds", async () => {
  const changed = (await copyWith(new WaitingWorker())).changeToNew({ anyway: false });
  await vi.advanceTimersByTimeAsync(19_000);
  expect(reload).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1_000);
  await changed;
  expect(reload).toHaveBeenCalledTimes(1);
});
