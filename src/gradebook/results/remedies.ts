/** What people can do about a trouble depends on what they have in front of them, so whoever grades says it. */
export interface Remedies {
  /** Whole sentences: a hand-in was made for another assignment, or for another wording of this one. */
  readonly whenOfAnotherAssignment: string;
  /** Ends a sentence after a colon, without its full stop: the LMS says that something is late, and not by how much. */
  readonly whenHowLateIsUnknown: string;
  /** As before: nobody says when something was received. */
  readonly whenTimeIsUnknown: string;
}
