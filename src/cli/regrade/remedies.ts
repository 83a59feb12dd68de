import type { Remedies } from "../../gradebook/index.ts";

/** What to do about a trouble, by this command's options. */
export const REMEDIES: Remedies = {
  whenOfAnotherAssignment:
    "Grade it with the link that it was made with; if it is an earlier wording of this one, name that link with a second --assignment.",
  whenHowLateIsUnknown: "give the list with the times as --roster",
  whenTimeIsUnknown: "give the LMS's list with the times as --roster",
};

/** The same, where the machine has no sandbox. */
export const WITHOUT_SANDBOX =
  "Or, if you trust the hand-ins as you trust your own programs, grade them with --unsafe.";
