import { describe, expect, it } from "vitest";
import { DataBox } from "./data-box.ts";

const box = () =>
  new DataBox(
    new Map([
      ["n", "1"],
      ["name", '"Ada"'],
    ]),
  );

describe("the data of one request", () => {
  it("is what was loaded, with what was done since laid over it", () => {
    const data = box();
    expect(data.changes).toBeUndefined();
    data.change("name", { kind: "delete" });
    data.change("new", { kind: "set", json: "2" });
    expect([data.json("n"), data.json("name"), data.json("new")]).toEqual(["1", undefined, "2"]);
    expect([...data.all()]).toEqual([
      ["n", "1"],
      ["new", "2"],
    ]);
    data.drop();
    expect([data.json("name"), data.json("new"), data.changes]).toEqual(['"Ada"', undefined, undefined]);
  });

  it("folds what is done to one key into one change that is right whatever came between", () => {
    const data = box();
    data.increment("n", 2, "3");
    data.increment("n", 3, "6");
    expect(data.changes?.get("n")).toEqual({ kind: "increment", by: 5, json: "6" });
    const double = (current: unknown) => Number(current) * 2;
    data.update("n", double, "12");
    const change = data.changes?.get("n");
    const steps = change?.kind === "update" ? change.steps : [];
    expect(steps.reduce<unknown>((current, step) => step(current), 100)).toBe(210);
    data.change("n", { kind: "set", json: "7" });
    data.increment("n", 1, "8");
    expect(data.changes?.get("n")).toEqual({ kind: "set", json: "8" });
  });

  it("when cleared holds only what was done after", () => {
    const data = box();
    data.change("new", { kind: "set", json: "2" });
    data.clear();
    data.increment("n", 1, "1");
    expect([data.cleared, ...data.all()]).toEqual([true, ["n", "1"]]);
  });

  it("keeps what was done when another record takes the place of the first", () => {
    const data = box();
    data.change("new", { kind: "set", json: "2" });
    data.seeOnly(new Map([["theirs", "3"]]));
    expect([...data.all().keys()]).toEqual(["theirs", "new"]);
    data.seeOnly(undefined);
    expect([...data.all().keys()]).toEqual(["new"]);
  });
});
