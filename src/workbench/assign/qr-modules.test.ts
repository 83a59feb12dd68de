import { expect, test } from "vitest";
import { QR_LIMIT_BYTES, qrOf } from "./qr-modules.ts";

test("a link up to the limit has a code, a longer one has none", () => {
  const link = "https://example.test/assignment/#v1.".padEnd(QR_LIMIT_BYTES, "a");
  const code = qrOf(link);
  expect(code?.size).toBeGreaterThan(100);
  // The corner of the first finder pattern lies inside the margin.
  expect(code?.path.startsWith("M4 4h1v1h-1z")).toBe(true);
  expect(qrOf(`${link}a`)).toBeUndefined();
});
