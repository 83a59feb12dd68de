import { expect, it } from "vitest";
import { readFetchRequest } from "./fetch-request.ts";
import { normalMethod } from "./request-method.ts";

it.each([
  ["get", "GET"],
  ["Options", "OPTIONS"],
  ["put", "PUT"],
  ["PATCH", "PATCH"],
  ["patch", "patch"],
  ["purge", "purge"],
])("a page that asks with the method %s asks with %s", (method, sent) => {
  expect(normalMethod(method)).toBe(sent);
  const policy = "strict-origin-when-cross-origin";
  expect(readFetchRequest("http://shop.test/", undefined, { method }, {}, policy).method).toBe(sent);
});
