import { expect, it } from "vitest";
import { canvasByChance } from "./canvas-by-chance.ts";

const ofOneBatch = (...paths: string[]) => [
  ...canvasByChance(paths.map((path) => ({ path, batch: "downloads" }))),
];

it("is a form that two files share with one number of a file, or of a user", () => {
  expect(ofOneBatch("hw_3_2_anna.keepsake", "hw_3_2_bob.keepsake", "doejane_111_7_x.keepsake")).toEqual([
    "hw_3_2_anna.keepsake",
    "hw_3_2_bob.keepsake",
  ]);
  expect(ofOneBatch("anna_3_1_hw.keepsake", "bob_3_2_hw.keepsake")).toEqual([
    "anna_3_1_hw.keepsake",
    "bob_3_2_hw.keepsake",
  ]);
});

it("is not that of Canvas's own: more files of one user, a learner's zip file, a file downloaded again and late by then", () => {
  expect(
    ofOneBatch(
      ...["doejane_111_7_x.keepsake", "doejane_111_8_x-1.keepsake", "doejane_LATE_111_7_x.keepsake"],
      ...["poeeve_333_9_work.zip/a.keepsake", "poeeve_333_9_work.zip/b.keepsake"],
      ...["anon_x7Yz1_20_a.keepsake", "anon_x8Yz1_21_a.keepsake"],
    ),
  ).toEqual([]);
  const [one, other] = ["hw_3_2_anna.keepsake", "hw_3_2_bob.keepsake"] as const;
  expect(
    canvasByChance([
      { path: one, batch: "one" },
      { path: other, batch: "other" },
    ]).size,
  ).toBe(0);
});
