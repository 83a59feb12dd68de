import { expect, it } from "vitest";
import { type LastPlace, parseLastPlace } from "./last-place.ts";

const place: LastPlace = {
  kind: "lesson",
  href: "/lessons/the-first-cookie/#delete-it",
  title: "The first cookie",
};

it("reads what was kept", () => {
  expect(parseLastPlace(JSON.stringify(place))).toEqual(place);
});

it.each([
  ["nothing", null],
  ["no JSON", "{"],
  ["another shape", '"/lessons/a/"'],
  ["no title", JSON.stringify({ ...place, title: undefined })],
  ["another kind", JSON.stringify({ ...place, kind: "part" })],
  ["another site", JSON.stringify({ ...place, href: "https://evil.test/lessons/a/" })],
  ["another site without a scheme", JSON.stringify({ ...place, href: "//evil.test/lessons/a/" })],
  ["a script", JSON.stringify({ ...place, href: "javascript:alert(1)//lessons/a/" })],
])("takes %s for no place", (_, text) => {
  expect(parseLastPlace(text)).toBeUndefined();
});
