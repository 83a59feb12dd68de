import { expect, it } from "vitest";
import { loadDriver } from "./load-driver.ts";

it("names the package to install where a driver is not there", async () => {
  await expect(loadDriver("keepsake-has-no-such-driver", "PostgreSQL")).rejects.toMatchObject({
    kind: "no-driver",
    message:
      "PostgreSQL needs the package keepsake-has-no-such-driver, which is not installed. Run: npm install keepsake-has-no-such-driver",
  });
});

it("says why a page has no SQLite", async () => {
  await expect(loadDriver("node:no-such-module", "SQLite")).rejects.toThrow(
    "SQLite needs node:no-such-module, which is not there. Node has it from version 22.13 on; a program in the page has no database.",
  );
});
