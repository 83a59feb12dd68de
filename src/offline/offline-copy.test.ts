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

test("a worker that takes over has the page loaded anew, once", async () => {
  const waiting = new WaitingWorker();
  const changed = (await copyWith(waiting)).changeToNew({ anyway: false });
  await vi.advanceTimersByTimeAsync(4_000);
  expect(waiting.told).toEqual([TAKE_OVER]);
  expect(reload).not.toHaveBeenCalled();
  waiting.takeOver();
  expect(await changed).toBe(true);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(reload).toHaveBeenCalledTimes(1);
});

test("a worker that does not take over is reminded by a reload, and has the page loaded once more when it has", async () => {
  const waiting = new WaitingWorker();
  const changed = (await copyWith(waiting)).changeToNew({ anyway: false });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await changed).toBe(true);
  expect(reload).toHaveBeenCalledTimes(1);
  waiting.takeOver();
  await vi.advanceTimersByTimeAsync(0);
  expect(reload).toHaveBeenCalledTimes(2);
});
