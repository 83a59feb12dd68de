import { expect, it } from "vitest";
import { lmsMark } from "./lms-name.ts";

it.each([
  [
    "Jane Doe_123456_assignsubmission_file_/jane-carts.keepsake",
    { lms: "moodle", learnerName: "Jane Doe", learnerId: "123456", fileName: "jane-carts.keepsake" },
  ],
  [
    "Week 3/Jane Doe_123456_assignsubmission_file/sub/jane.keepsake",
    { lms: "moodle", learnerName: "Jane Doe", learnerId: "123456", fileName: "jane.keepsake" },
  ],
  [
    "Anna-Sophie O'Neill_7_assignsubmission_file_my_work_2.keepsake",
    { lms: "moodle", learnerName: "Anna-Sophie O'Neill", learnerId: "7", fileName: "my_work_2.keepsake" },
  ],
  [
    "Participant_99_assignsubmission_file_/x.keepsake",
    { lms: "moodle", learnerId: "99", fileName: "x.keepsake" },
  ],
  [
    "Default group_assignsubmission_file_/x.keepsake",
    { lms: "moodle", learnerName: "Default group", fileName: "x.keepsake" },
  ],
  [
    "doejane_340934_208490284_jane-carts-1.keepsake",
    {
      lms: "canvas",
      learnerName: "doejane",
      learnerId: "340934",
      isLate: false,
      fileId: "208490284",
      fileName: "jane-carts-1.keepsake",
    },
  ],
  [
    "doejane_LATE_340934_208490284_a_1_2_b.keepsake",
    {
      lms: "canvas",
      learnerName: "doejane",
      learnerId: "340934",
      isLate: true,
      fileId: "208490284",
      fileName: "a_1_2_b.keepsake",
    },
  ],
  [
    "LATE_anon_x7Yz1_208490284_a.keepsake",
    { lms: "canvas", learnerId: "x7Yz1", isLate: true, fileId: "208490284", fileName: "a.keepsake" },
  ],
  [
    "poeeve_LATE_333_9_work.zip/doejane_111_1_x.keepsake",
    {
      lms: "canvas",
      learnerName: "poeeve",
      learnerId: "333",
      isLate: true,
      fileId: "9",
      fileName: "work.zip",
    },
  ],
  [
    "Eve Poe_3_assignsubmission_file_/work.zip/Jane Doe_1_assignsubmission_file_/x.keepsake",
    { lms: "moodle", learnerName: "Eve Poe", learnerId: "3", fileName: "x.keepsake" },
  ],
  [
    "poeeve_333_9_work.zip/Jane Doe_1_assignsubmission_file_/x.keepsake",
    {
      lms: "canvas",
      learnerName: "poeeve",
      learnerId: "333",
      isLate: false,
      fileId: "9",
      fileName: "work.zip",
    },
  ],
  [
    "doejane_LATE_123_456_Jane_Doe_assignsubmission_file_a.keepsake",
    {
      lms: "canvas",
      learnerName: "doejane",
      learnerId: "123",
      isLate: true,
      fileId: "456",
      fileName: "Jane_Doe_assignsubmission_file_a.keepsake",
    },
  ],
  [
    "doejane_LATE_123_456_assignsubmission_file_a.keepsake",
    {
      lms: "canvas",
      learnerName: "doejane",
      learnerId: "123",
      isLate: true,
      fileId: "456",
      fileName: "assignsubmission_file_a.keepsake",
    },
  ],
  [
    "LATE_anon_x7Yz1_22_Jane_assignsubmission_file_a.keepsake",
    {
      lms: "canvas",
      learnerId: "x7Yz1",
      isLate: true,
      fileId: "22",
      fileName: "Jane_assignsubmission_file_a.keepsake",
    },
  ],
  [
    "jane_123_assignsubmission_file_1_2_x.keepsake",
    { lms: "moodle", learnerName: "jane", learnerId: "123", fileName: "1_2_x.keepsake" },
  ],
  [
    "Jane Doe_123_assignsubmission_file_doejane_1_2_x.keepsake",
    { lms: "moodle", learnerName: "Jane Doe", learnerId: "123", fileName: "doejane_1_2_x.keepsake" },
  ],
])("reads %s", (path, mark) => {
  expect(lmsMark(path)).toEqual(mark);
});

it.each([
  "jane-doe-carts.keepsake",
  "carts_2.keepsake",
  "2026_11_27.keepsake.txt",
  "folder_12_34/x.keepsake",
  "folder_12_34_sub/x.keepsake",
  "anna_2026_11_27.keepsake",
  "anna_2026_11_27_again.keepsake",
  "Anna_3_2_x.keepsake",
  "3_2_1_x.keepsake",
])("takes %s for a file of no LMS", (path) => {
  expect(lmsMark(path)).toBeUndefined();
});
