import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { GUIDE, withSettings } from "./library-guide.ts";

it("the library's guide has the settings as the code has them", async () => {
  const guide = await readFile(GUIDE, "utf8");
  expect(guide, "run: node src/cli/library-guide.ts").toBe(withSettings(guide));
  expect(guide).toContain("| `TINA4_SESSION_TTL` | `idleTimeoutSeconds` | 3600 |");
});
