import { expect, test } from "vitest";
import { isFilePath, PATH_CHARACTERS_AT_MOST } from "./file-path.ts";

test("paths inside the project are fine", () => {
  for (const path of ["server.ts", ".env", "src/routes/cart.ts", "src/templates/a-b_c.html", "x..y"]) {
    expect(isFilePath(path), path).toBe(true);
  }
});

test("what leads out of it, names an object's own member, or takes a package's place is not", () => {
  const wrong = [
    ...[
      "",
      "/etc/passwd",
      "../x",
      "src/../../x",
      "src/./x",
      "a//b",
      "a/",
      "a\\b",
      "C:x",
      "a b",
      "a\u0000",
      "ä.ts",
    ],
    ...[
      "__proto__",
      "src/__proto__/x",
      "constructor",
      "toString",
      "node_modules/keepsake/index.js",
      "a/.git/config",
    ],
    "x".repeat(PATH_CHARACTERS_AT_MOST + 1),
  ];
  for (const path of wrong) expect(isFilePath(path), path).toBe(false);
});
