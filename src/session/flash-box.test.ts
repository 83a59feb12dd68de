import { describe, expect, it } from "vitest";
import { FlashBox } from "./flash-box.ts";

const note = { id: "n1", json: '"note"' };
const alert = { id: "a1", json: '"alert"' };
const box = () =>
  new FlashBox(
    new Map([
      ["note", note],
      ["alert", alert],
    ]),
  );

describe("flash values of one request", () => {
  it("that waited are read once, and shown until then", () => {
    const flash = box();
    expect([flash.peek("note"), flash.takingChanges("note")]).toEqual([note.json, true]);
    expect(flash.taken).toBeUndefined();
    expect(flash.take("note")).toBe(note.json);
    expect(flash.taken).toEqual(new Map([["note", "n1"]]));
    expect([flash.peek("note"), flash.takingChanges("note")]).toEqual([undefined, false]);
    expect(flash.take("note")).toBeUndefined();
    expect(flash.take("alert")).toBe(alert.json);
    expect(flash.taken).toEqual(
      new Map([
        ["note", "n1"],
        ["alert", "a1"],
      ]),
    );
  });

  it("that nobody left are none", () => {
    const flash = box();
    expect([flash.peek("gone"), flash.take("gone"), flash.takingChanges("gone")]).toEqual([
      undefined,
      undefined,
      false,
    ]);
    expect([flash.taken, flash.added]).toEqual([undefined, undefined]);
  });

  it("that are left now are for later requests", () => {
    const flash = box();
    const later = { id: "n2", json: "2" };
    flash.add("note", later);
    flash.add("new", later);
    expect(flash.added).toEqual(
      new Map([
        ["note", later],
        ["new", later],
      ]),
    );
    expect([flash.peek("note"), flash.peek("new"), flash.take("new")]).toEqual([
      note.json,
      undefined,
      undefined,
    ]);
  });

  it("of this request alone come before those that waited, and change no session", () => {
    const flash = box();
    flash.addNow("note", "1");
    flash.addNow("new", "2");
    expect([flash.peek("note"), flash.takingChanges("note"), flash.takingChanges("new")]).toEqual([
      "1",
      false,
      false,
    ]);
    expect([flash.take("new"), flash.take("new")]).toEqual(["2", undefined]);
    expect([flash.take("note"), flash.taken]).toEqual(["1", undefined]);
    expect([flash.takingChanges("note"), flash.take("note"), flash.take("note")]).toEqual([
      true,
      note.json,
      undefined,
    ]);
  });

  it("that are kept are read as often as one likes", () => {
    const flash = box();
    flash.take("note");
    flash.take("alert");
    flash.keep("note");
    expect(flash.taken).toEqual(new Map([["alert", "a1"]]));
    expect(flash.takingChanges("note")).toBe(false);
    expect([flash.take("note"), flash.take("note"), flash.take("alert")]).toEqual([
      note.json,
      note.json,
      undefined,
    ]);
    flash.keep();
    expect(flash.taken).toBeUndefined();
    expect([flash.take("alert"), flash.take("alert"), flash.taken]).toEqual([
      alert.json,
      alert.json,
      undefined,
    ]);
  });

  it("taken and added never happened after drop, which keeps what is of this request alone", () => {
    const flash = box();
    flash.take("note");
    flash.add("new", note);
    flash.addNow("now", "1");
    flash.drop();
    expect([flash.taken, flash.added, flash.peek("note"), flash.peek("now")]).toEqual([
      undefined,
      undefined,
      note.json,
      "1",
    ]);
  });

  it("are all gone after empty, and what was kept is not kept any more", () => {
    const flash = box();
    flash.take("note");
    flash.add("new", note);
    flash.addNow("now", "1");
    flash.keep();
    flash.empty();
    expect([flash.taken, flash.added]).toEqual([undefined, undefined]);
    for (const key of ["note", "alert", "now"]) expect(flash.peek(key)).toBeUndefined();
  });

  it("stay visible only while the record has the same ones, not those that came meanwhile", () => {
    const flash = box();
    flash.seeOnly(
      new Map([
        ["note", { id: "n2", json: "2" }],
        ["alert", alert],
        ["new", note],
      ]),
    );
    expect(["note", "alert", "new"].map((key) => flash.peek(key))).toEqual([
      undefined,
      alert.json,
      undefined,
    ]);
    flash.seeOnly(undefined);
    expect(flash.peek("alert")).toBeUndefined();
  });
});
