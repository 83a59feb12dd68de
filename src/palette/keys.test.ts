import { describe, expect, it } from "vitest";
import { arePressed, hasCommandKey, type KeyPress, keysForReaders, keysText, parseKeys } from "./keys.ts";

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe("keys are pressed", () => {
  it.each([
    ["Mod+K", press("k", { ctrlKey: true }), true],
    ["Mod+K", press("k", { metaKey: true }), true],
    ["Mod+K", press("K", { ctrlKey: true, shiftKey: true }), false],
    ["Mod+K", press("k"), false],
    ["Mod+Enter", press("Enter", { ctrlKey: true }), true],
    ["Mod+Enter", press("Enter"), false],
    ["Ctrl+m", press("m", { ctrlKey: true }), true],
    ["Ctrl+m", press("m", { metaKey: true }), false],
    ["Ctrl+m", press("m"), false],
    ["n", press("n"), true],
    ["n", press("N", { shiftKey: true }), false],
    ["n", press("n", { ctrlKey: true }), false],
    ["n", press("n", { metaKey: true }), false],
    ["?", press("?", { shiftKey: true }), true],
    // On a German keyboard.
    ["/", press("/", { shiftKey: true }), true],
    ["/", press("/", { ctrlKey: true }), false],
  ])("%s, %j: %s", (keys, pressed, expected) => {
    expect(arePressed(parseKeys(keys), pressed)).toBe(expected);
  });
});

it("are written as the reader's keyboard has them", () => {
  expect(keysText("Mod+S", false)).toBe("Ctrl S");
  expect(keysText("Mod+Shift+Enter", true)).toBe("⌘ ⇧ Enter");
  expect(keysText("Ctrl+Space", true)).toBe("⌃ Space");
  expect(keysText("Ctrl+Space", false)).toBe("Ctrl Space");
  expect(keysText("Alt+ArrowUp", false)).toBe("Alt Up");
  expect(keysText("?", true)).toBe("?");
  expect(hasCommandKey("MacIntel")).toBe(true);
  expect(hasCommandKey("Linux x86_64")).toBe(false);
});

it("are named to screen readers as ARIA wants it", () => {
  expect(keysForReaders("Mod+Enter")).toBe("Control+Enter Meta+Enter");
  expect(keysForReaders("Mod+k")).toBe("Control+K Meta+K");
  expect(keysForReaders("/")).toBe("/");
});
