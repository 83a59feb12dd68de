import { describe, expect, it } from "vitest";
import { type Command, commandGroups, offerCommands, offeredCommands } from "./commands.ts";
import { type PaletteItem, PaletteModel } from "./palette-model.ts";
import type { SearchHit } from "./search/course-search.ts";

const command = (title: string, group: Command["group"], more: Partial<Command> = {}): Command => ({
  id: title,
  title,
  group,
  run: () => undefined,
  ...more,
});
const commands = [
  command("Run the program", "Program", { words: "start" }),
  command("Stop the program", "Program", { isAvailable: false }),
  command("Open server.ts", "Files"),
  command("Show the cookie jar", "Panes"),
];
const hit = (title: string): SearchHit => ({
  href: `/lessons/${title}/`,
  kind: "lesson",
  title: [{ text: title, marked: false }],
  place: "",
  excerpt: [],
  isCode: false,
});
const ready = { kind: "ready", search: { search: () => [hit("first"), hit("second")] } } as const;
const names = (items: readonly PaletteItem[]) =>
  items.map((item) => (item.kind === "command" ? item.command.title : item.hit.href));

describe("the palette", () => {
  it("shows all that can be done before anything is typed, by group", () => {
    const model = new PaletteModel(commands);
    expect(model.groups.value.map(({ title, items }) => [title, names(items)])).toEqual([
      ["Program", ["Run the program"]],
      ["Files", ["Open server.ts"]],
      ["Panes", ["Show the cookie jar"]],
    ]);
    expect(model.announcement.value).toBe("");
  });

  it("finds commands and places by what is typed, commands first", () => {
    const model = new PaletteModel(commands);
    model.setSearch(ready);
    model.type("coo");
    expect(names(model.items.value)).toEqual(["Show the cookie jar", "/lessons/first/", "/lessons/second/"]);
    expect(model.announcement.value).toBe("3 results.");
  });

  it("finds a command by each word's begin and by other words that it has", () => {
    const model = new PaletteModel(commands);
    model.type("start prog");
    expect(names(model.items.value)).toEqual(["Run the program"]);
    model.type("art");
    expect(names(model.items.value)).toEqual([]);
  });

  it("goes round a list that is shorter than a page", () => {
    const model = new PaletteModel(commands);
    expect(model.items.value).toHaveLength(3);
    model.move(-8);
    expect(model.chosen).toBe(1);
    model.move(8);
    expect(model.chosen).toBe(0);
  });

  it("finds commands alone after >", () => {
    const model = new PaletteModel(commands);
    model.setSearch(ready);
    model.type("> server");
    expect(names(model.items.value)).toEqual(["Open server.ts"]);
    model.type(">");
    expect(model.items.value).toHaveLength(3);
  });

  it("begins at the first line again when something else is typed, and goes round at the ends", () => {
    const model = new PaletteModel(commands);
    model.setSearch(ready);
    model.type("x");
    model.move(-1);
    expect(model.chosen).toBe(1);
    model.move(1);
    expect(model.chosen).toBe(0);
    model.move(1);
    model.type("y");
    expect(model.chosen).toBe(0);
  });

  it("has no line chosen when there is none", () => {
    const model = new PaletteModel([]);
    model.type("x");
    model.move(1);
    expect(model.chosen).toBe(-1);
  });

  it("says how it stands: reading, failed, nothing found", () => {
    const model = new PaletteModel([]);
    model.type("x");
    expect(model.announcement.value).toBe("Reading the course…");
    model.setSearch({ kind: "failed", message: "There is no connection." });
    expect(model.announcement.value).toBe("There is no connection.");
    model.setSearch({ kind: "ready", search: { search: () => [] } });
    expect(model.announcement.value).toBe("Nothing found. Try fewer or other words.");
  });
});

it("commands stand by group, as they are when they are asked for, until they are taken back", () => {
  let title = "before";
  const takeBack = offerCommands(() => [command(title, "Site"), command("file", "Files")]);
  title = "after";
  expect(offeredCommands().map((each) => each.title)).toEqual(["file", "after"]);
  expect(commandGroups.indexOf("Files")).toBeLessThan(commandGroups.indexOf("Site"));
  takeBack();
  expect(offeredCommands()).toEqual([]);
});
