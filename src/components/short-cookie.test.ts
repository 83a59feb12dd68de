import { expect, test } from "vitest";
import { shortCookie } from "./short-cookie.ts";

test("a cookie is drawn with its name and the begin of its value", () => {
  expect(shortCookie("tina4_session=9fQxyz==; Path=/; HttpOnly")).toBe("tina4_session=9fQ…");
});

test("a short value stands whole", () => {
  expect(shortCookie("theme=tan")).toBe("theme=tan");
});
