import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  excessOf,
  FRAME_BODY_LIMIT_BYTES,
  FRAME_TEXT_LIMIT,
  type FrameMessage,
  readFrameMessage,
} from "./frame-messages.ts";

const fetching = {
  kind: "fetch",
  id: 1,
  url: "/x",
  method: "GET",
  headers: [["A", "b"]],
  body: undefined,
  credentials: "omit",
  mode: "cors",
  redirect: "follow",
  referrer: "about:client",
  referrerPolicy: "",
  destination: "empty",
};
const submitting = {
  kind: "submit",
  action: "/x",
  method: "post",
  encoding: "text/plain",
  entries: [
    ["a", "b"],
    ["f", { filename: "x", type: "", bytes: new Uint8Array(1) }],
  ],
  userActivated: true,
  target: "self",
  referrerPolicy: "no-referrer",
};

describe("messages of a frame", () => {
  it.each([
    fetching,
    submitting,
    { ...submitting, target: { frame: 2 } },
    { kind: "loaded" },
    { kind: "go", delta: -1, userActivated: true },
    { kind: "frame", id: 1, url: "/", referrerPolicy: "" },
    { kind: "framed", id: 1 },
    { kind: "state", url: "/", state: { a: 1 }, how: "push" },
  ])("passes $kind", (message) => {
    expect(readFrameMessage(message)).toBe(message);
  });

  it.each([
    null,
    "navigate",
    [],
    {},
    { kind: "constructor" },
    { kind: "__proto__" },
    { kind: "navigate", url: "/" },
    { ...fetching, id: 1.5 },
    { ...fetching, headers: [["a"]] },
    { ...fetching, headers: "a" },
    { ...fetching, body: "text" },
    { ...fetching, mode: "navigate" },
    { ...fetching, referrer: null },
    { ...fetching, url: "x".repeat(FRAME_TEXT_LIMIT + 1) },
    { ...submitting, entries: [["f", { filename: "x" }]] },
    { ...submitting, method: "delete" },
    { ...submitting, referrerPolicy: "none" },
    { ...submitting, target: "_blank" },
    { ...submitting, target: { frame: "2" } },
    { kind: "frame", id: "1", url: "/", referrerPolicy: "" },
    { kind: "go", delta: Number.NaN, userActivated: true },
    { kind: "go", delta: -1 },
  ])("stops %j", (message) => {
    expect(readFrameMessage(message)).toBeUndefined();
  });

  it("stops anything else without throwing", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(readFrameMessage(value)).toBeUndefined();
      }),
    );
  });
});

describe("what is over a limit", () => {
  const form = (value: string | Uint8Array): FrameMessage => ({
    kind: "submit",
    action: "/x",
    method: "post",
    encoding: "text/plain",
    entries: [["a", typeof value === "string" ? value : { filename: "x", type: "", bytes: value }]],
    userActivated: true,
    target: "self",
    referrerPolicy: "",
  });

  it("is named, and is what the window stops", () => {
    const text = (length: number) => form("x".repeat(length));
    const file = (length: number) => form(new Uint8Array(length));
    for (const message of [text(FRAME_TEXT_LIMIT), file(FRAME_BODY_LIMIT_BYTES)]) {
      expect(excessOf(message)).toBeUndefined();
      expect(readFrameMessage(message) === message).toBe(true);
    }
    for (const message of [text(FRAME_TEXT_LIMIT + 1), file(FRAME_BODY_LIMIT_BYTES + 1)]) {
      expect(excessOf(message)).toMatch(/ is more than a page may send here, which is \d+\.$/);
      expect(readFrameMessage(message)).toBeUndefined();
    }
  });

  it("is no matter of a history state, which may have circles", () => {
    const state: Record<string, unknown> = { long: "x".repeat(FRAME_TEXT_LIMIT + 1) };
    state["self"] = state;
    expect(excessOf({ kind: "state", url: "/", state, how: "push" })).toBeUndefined();
  });
});
