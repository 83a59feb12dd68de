import { describe, expect, it } from "vitest";
import { formatCsv, parseCsv } from "./csv.ts";

describe("CSV", () => {
  it("is read with quotations, line ends of either kind and an invisible mark in front", () => {
    expect(parseCsv('\uFEFFa,b\r\n"x, ""y""\nz",2\n\n,\nlast,')).toEqual([
      ["a", "b"],
      ['x, "y"\nz', "2"],
      ["last", ""],
    ]);
  });

  it.each([";", "\t"])("is read with %j between the cells", (separator) => {
    expect(parseCsv(`name${separator}number\nDoe, Jane${separator}1`)).toEqual([
      ["name", "number"],
      ["Doe, Jane", "1"],
    ]);
  });

  it("comes back as it was written", () => {
    const rows = [["a", 'b "quoted"', "c, d", "line\nbreak", " spaces ", "Ünï"]];
    expect(parseCsv(formatCsv(rows))).toEqual(rows);
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1"])("%j becomes no formula", (text) => {
    const [row] = parseCsv(formatCsv([["name", text]]));
    expect(row).toEqual(["name", `'${text}`]);
  });

  it("keeps numbers numbers, and absent cells empty", () => {
    expect(formatCsv([[-1.5, undefined, "-"]])).toBe("-1.5,,-\r\n");
  });
});
