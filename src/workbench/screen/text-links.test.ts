import { expect, test } from "vitest";
import { fileNamed } from "./text-links.ts";

const files = { "server.ts": "", "src/cart.ts": "", "src/routes/cart.ts": "", "src/products.ts": "" };

test("a file is named by its path, or by the end of it when only one ends so", () => {
  expect(fileNamed("src/routes/cart.ts", files)).toEqual({ path: "src/routes/cart.ts", line: 1 });
  expect(fileNamed("products.ts", files)).toEqual({ path: "src/products.ts", line: 1 });
  expect(fileNamed("routes/cart.ts:12", files)).toEqual({ path: "src/routes/cart.ts", line: 12 });
});

test("what names no file, or several, is no link", () => {
  for (const text of ["cart.ts", "cart", "GET /cart", "501", "other.ts", "req.session"]) {
    expect(fileNamed(text, files)).toBeUndefined();
  }
});
