import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { onBeforeReload, saveBeforeReload } from "./before-reload.ts";

// Node's global is no target of events, as a page's is.
beforeAll(() => {
  const page = new EventTarget();
  for (const verb of ["addEventListener", "removeEventListener", "dispatchEvent"] as const) {
    vi.stubGlobal(verb, page[verb].bind(page));
  }
});
afterAll(() => {
  vi.unstubAllGlobals();
});

test("a page is kept when each that holds something says so; one that cannot save loses", async () => {
  expect(await saveBeforeReload()).toBe(true);
  const saved: string[] = [];
  const stops = [
    onBeforeReload(async () => {
      saved.push("drafts");
      return true;
    }),
  ];
  expect(await saveBeforeReload()).toBe(true);
  expect(saved).toEqual(["drafts"]);
  for (const save of [async () => false, () => Promise.reject(new Error("No room"))]) {
    const stop = onBeforeReload(save);
    expect(await saveBeforeReload()).toBe(false);
    stop();
  }
  for (const stop of stops) stop();
  expect(await saveBeforeReload()).toBe(true);
  expect(saved).toHaveLength(3);
});
