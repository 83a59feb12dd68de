import { describe, expect, it } from "vitest";
import { fileNamed, requestNamed } from "./text-links.ts";

const paths = ["server.ts", "src/server.ts", "src/cart.ts", "src/routes/cart.ts", "src/products.ts"];

describe("a file in a text", () => {
  it.each([
    ["server.ts", "server.ts", undefined],
    ["src/routes/cart.ts", "src/routes/cart.ts", undefined],
    ["products.ts", "src/products.ts", undefined],
    ["routes/cart.ts:12", "src/routes/cart.ts", 12],
  ])("%s is %s", (text, path, line) => {
    expect(fileNamed(text, paths)).toEqual({ path, line });
  });

  it.each(["cart", "no.ts", "req.session", "cart.ts", "server.ts is"])(
    "%s is none, or not one alone",
    (text) => {
      expect(fileNamed(text, paths)).toBeUndefined();
    },
  );
});

describe("a request in a text", () => {
  it.each([
    ["GET /cart", "GET", "/cart"],
    ["POST /cart/add", "POST", "/cart/add"],
    ["/cart?page=2", "GET", "/cart?page=2"],
    ["/", "GET", "/"],
  ])("%s is %s %s", (text, method, path) => {
    expect(requestNamed(text)).toEqual({ method, path });
  });

  it.each(["GET", "GET /theme/:name", "GET /a and more", "Path=/", "get /cart", "GET /…"])(
    "%s is none",
    (text) => {
      expect(requestNamed(text)).toBeUndefined();
    },
  );
});
