import { expect, it } from "vitest";
import type { JarCookie } from "../../web/jar-cookie.ts";
import { heldCookies } from "./held-cookies.ts";

function cookie(name: string, value: string, path = "/"): JarCookie {
  return {
    name,
    value,
    domain: "localhost",
    hostOnly: true,
    path,
    expiresAtMs: undefined,
    maxAgeSeconds: undefined,
    expiresText: undefined,
    secure: false,
    httpOnly: true,
    sameSite: "lax",
    partitioned: false,
    partitionKey: undefined,
    createdAtMs: 0,
    lastAccessMs: 0,
  };
}

it("signatures and later parts stand with what they belong to, those of other paths by themselves", () => {
  const jar = [
    cookie("sid.1", "two"),
    cookie("sid", "3one"),
    cookie("sid.2", "three"),
    cookie("cart.sig", "signed"),
    cookie("cart", "plain"),
    cookie("alone.1", "x"),
    cookie("sid.1", "other", "/admin"),
  ];
  expect(
    heldCookies("Alice", jar).map(({ cookie: { name, path }, signature, parts }) => [
      name,
      path,
      signature,
      parts,
    ]),
  ).toEqual([
    ["sid", "/", undefined, ["3one", "two", "three"]],
    ["cart", "/", "signed", ["plain"]],
    ["alone.1", "/", undefined, ["x"]],
    ["sid.1", "/admin", undefined, ["other"]],
  ]);
});
