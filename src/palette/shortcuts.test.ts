import { describe, expect, it } from "vitest";
import type { Command } from "./commands.ts";
import type { KeyPress } from "./keys.ts";
import { commandFor, type PressPlace } from "./shortcuts.ts";

const command = (id: string, keys: string[], more: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: "Site",
  keys,
  run: () => undefined,
  ...more,
});
const commands = [
  command("search", ["Mod+K", "/"]),
  command("run", ["Mod+S"]),
  command("stop", ["Mod+E"], { isAvailable: false }),
  command("find", ["Mod+F"], { keysAreLocal: true }),
];
const page: PressPlace = { isTyping: false, isTerminal: false, singleKeys: true };
const slash = { key: "/", ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
const control = (key: string) => ({ ...slash, key, ctrlKey: true });
const found = (press: KeyPress, place: PressPlace) => commandFor(press, place, commands)?.id;

describe("a press of keys", () => {
  it("is the command that names these keys, by any of them", () => {
    expect(found(slash, page)).toBe("search");
    expect(found(control("k"), page)).toBe("search");
    expect(found(control("s"), page)).toBe("run");
    expect(found(control("x"), page)).toBeUndefined();
  });

  it("is text where somebody types, when it is a single character", () => {
    const field = { ...page, isTyping: true };
    expect(found(slash, field)).toBeUndefined();
    expect(found(control("k"), field)).toBe("search");
  });

  it("is nothing when it is a single character and those are turned off", () => {
    const off = { ...page, singleKeys: false };
    expect(found(slash, off)).toBeUndefined();
    expect(found(control("k"), off)).toBe("search");
  });

  it("is the shell's in a terminal, when it is Control with a letter", () => {
    const terminal = { ...page, isTyping: true, isTerminal: true };
    expect(found(control("k"), terminal)).toBeUndefined();
    expect(found({ ...slash, key: "k", metaKey: true }, terminal)).toBe("search");
  });

  it("is left to the part of the page whose keys they are", () => {
    expect(found(control("f"), page)).toBeUndefined();
  });

  it("is nothing when its command can do nothing now", () => {
    expect(found(control("e"), page)).toBeUndefined();
  });
});
