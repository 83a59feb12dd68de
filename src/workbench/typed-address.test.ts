import { expect, test } from "vitest";
import { typedAddress } from "./typed-address.ts";

const hosts = [
  { name: "shop.test", scheme: "https" },
  { name: "both.test", scheme: "http" },
  { name: "both.test", scheme: "https" },
  { name: "odd.test", scheme: "https", port: 8443 },
  { name: "evil.test", scheme: "http" },
] as const;

test.each([
  ["/cart?a=1", "http://localhost:7148/cart?a=1"],
  ["cart", "http://localhost:7148/cart"],
  ["", "http://localhost:7148/"],
  [" https://shop.test/x ", "https://shop.test/x"],
  ["http://shop.test/", "http://shop.test/"],
  ["shop.test", "https://shop.test"],
  ["Shop.test/cart", "https://Shop.test/cart"],
  ["both.test/", "https://both.test/"],
  ["odd.test:8443/x", "https://odd.test:8443/x"],
  ["odd.test/x", "http://odd.test/x"],
  ["evil.test?q", "http://evil.test?q"],
  ["nobody.test/", "http://nobody.test/"],
  ["localhost:7145/", "http://localhost:7145/"],
])("%j means %s", (typed, address) => {
  expect(typedAddress(typed, "http://localhost:7148", hosts)).toBe(address);
});
