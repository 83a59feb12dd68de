import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { PageRequest } from "./page-request.ts";

const shop = "http://localhost:7148";

beforeAll(() => void vi.stubGlobal("document", { baseURI: `${shop}/page` }));
afterAll(() => void vi.unstubAllGlobals());

const referrerOf = (init?: RequestInit | null) => new PageRequest(`${shop}/`, init).referrer;

it("names the page that is given, read from the document, or the document", () => {
  expect(referrerOf({ referrer: `${shop}/other?x` })).toBe(`${shop}/other?x`);
  expect(referrerOf({ referrer: "" })).toBe("");
  expect(referrerOf({ referrer: "about:client" })).toBe("about:client");
  for (const nothing of [undefined, null, {}, { method: "POST" }])
    expect(referrerOf(nothing)).toBe("about:client");
  expect(() => referrerOf({ referrer: "http://[" })).toThrow(TypeError);
});

it("keeps it in a copy, and not in a request that says anything of its own", () => {
  const kept = new PageRequest(`${shop}/`, { referrer: `${shop}/kept`, referrerPolicy: "unsafe-url" });
  const copy = kept.clone();
  expect(copy).toBeInstanceOf(PageRequest);
  expect([copy.referrer, copy.referrerPolicy]).toEqual([`${shop}/kept`, "unsafe-url"]);
  expect(new PageRequest(kept).referrer).toBe(kept.referrer);
  expect(new PageRequest(kept, {}).referrer).toBe(kept.referrer);
  expect(new PageRequest(kept, { method: "POST" }).referrer).toBe("about:client");
});
