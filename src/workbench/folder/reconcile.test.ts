import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FolderFile } from "../../engine/shared-folder.ts";
import { firstAgreement, reconcile } from "./reconcile.ts";

const text = (content: string | undefined): FolderFile | undefined =>
  content === undefined ? undefined : { kind: "text", text: content };

describe("reconciling one file", () => {
  it.each([
    ["nothing changed", "a", "a", "a", "agree"],
    ["the page edited", "a", "b", "a", "to-disk"],
    ["the disk edited", "a", "a", "b", "to-page"],
    ["both made the same edit", "a", "b", "b", "agree"],
    ["both edited", "a", "b", "c", "ask"],
    ["the page made it", undefined, "a", undefined, "to-disk"],
    ["the disk made it", undefined, undefined, "a", "to-page"],
    ["both made it, differently", undefined, "a", "b", "ask"],
    ["the page removed it", "a", undefined, "a", "to-disk"],
    ["the disk removed it", "a", "a", undefined, "to-page"],
    ["both removed it", "a", undefined, undefined, "agree"],
    ["the page removed what the disk edited", "a", undefined, "b", "to-page"],
    ["the disk removed what the page edited", "a", "b", undefined, "to-disk"],
  ])("when %s", (_what, agreed, page, disk, kind) => {
    expect(reconcile({ agreed, page, disk: text(disk) }).kind).toBe(kind);
  });

  it("leaves what is no text on the disk, and asks when the page has an edit", () => {
    const disk: FolderFile = { kind: "other" };
    expect(reconcile({ agreed: "a", page: "a", disk }).kind).toBe("leave");
    expect(reconcile({ agreed: "a", page: "b", disk }).kind).toBe("ask");
  });

  it("never overwrites a text that is not the agreed one", () => {
    const side = fc.option(fc.constantFrom("a", "b", "c"), { nil: undefined });
    fc.assert(
      fc.property(side, side, side, (agreed, page, disk) => {
        const step = reconcile({ agreed, page, disk: text(disk) });
        if (step.kind === "to-disk") expect([agreed, undefined]).toContain(disk);
        if (step.kind === "to-page") expect([agreed, undefined]).toContain(page);
        if (step.kind === "agree") expect(page).toBe(disk);
        if (step.kind === "ask") expect(new Set([agreed, page, disk]).size).toBe(3);
      }),
    );
  });

  it("at the first meeting takes the starter for agreed where the disk has the file", () => {
    const starter = { "a.ts": "a", "b.ts": "b" };
    expect(firstAgreement(starter, {})).toEqual({});
    const other: FolderFile = { kind: "text", text: "edited" };
    expect(firstAgreement(starter, { "a.ts": other, "new.ts": other })).toEqual({ "a.ts": "a" });
  });
});
