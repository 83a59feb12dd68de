import { describe, expect, it } from "vitest";
import { placeIn, searchAfter } from "./addressed-place.ts";

describe("an address of the workbench", () => {
  it("names pane, file, line and tab", () => {
    expect(placeIn("?pane=inspector&file=src/routes/cart.ts&line=12&tab=jar")).toEqual({
      pane: "inspector",
      file: "src/routes/cart.ts",
      line: 12,
      tab: "jar",
    });
  });

  it("means the text when it says nothing, and the editor when it names a file", () => {
    expect(placeIn("").pane).toBe("text");
    expect(placeIn("?file=server.ts").pane).toBe("editor");
    expect(placeIn("?pane=results&file=server.ts").pane).toBe("results");
  });

  it.each([
    "?pane=nowhere",
    "?tab=none",
    "?line=3",
    "?file=a.ts&line=x",
    "?file=a.ts&line=0",
    "?file=a.ts&line=1.5",
  ])("takes what it does not know for nothing: %s", (search) => {
    expect(placeIn(search)).toMatchObject({ line: undefined, tab: undefined });
  });
});

describe("a step", () => {
  it("changes what it names and leaves the rest", () => {
    expect(searchAfter("?other=1&pane=text&file=a.ts&line=3", { pane: "browser", tab: "jar" })).toBe(
      "?other=1&pane=browser&file=a.ts&line=3&tab=jar",
    );
  });

  it("to a file without a line forgets the line of the one before", () => {
    expect(searchAfter("?file=a.ts&line=3", { file: "src/b.ts" })).toBe("?file=src/b.ts");
  });

  it("is read back", () => {
    const search = searchAfter("", { pane: "editor", file: "src/a b&c.ts", line: 7 });
    expect(placeIn(search)).toMatchObject({ pane: "editor", file: "src/a b&c.ts", line: 7 });
  });
});
