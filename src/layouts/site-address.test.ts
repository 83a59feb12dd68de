import { expect, it } from "vitest";
import { siteAddress } from "./site-address.ts";

it("takes the root of a host, and nothing is nothing", () => {
  expect(siteAddress("https://keepsake.example/")).toBe("https://keepsake.example");
  expect(siteAddress("http://localhost:4321")).toBe("http://localhost:4321");
  expect(siteAddress(undefined)).toBeUndefined();
  expect(siteAddress("")).toBeUndefined();
});

it("says what to write instead of anything else", () => {
  expect(() => siteAddress("keepsake.example")).toThrow("Write the whole address: https://keepsake.example");
  expect(() => siteAddress("ftp://keepsake.example")).toThrow("Write the whole address");
  expect(() => siteAddress("https://school.example/web/")).toThrow(
    "at the root of one: https://school.example",
  );
});
