/**
 * What a class handed in, from bytes to grades: for the command line, and for a server. Nothing here knows a command
 * line, a terminal or a clock, and nothing is written. From the disk come only the course and hidden tests, out of
 * folders that the caller names, and the style of the reports.
 */
export { type ClassDocument, classDocuments, OPENED_FOLDER, REPORTS_FOLDER } from "./class-documents.ts";
export { type ClassFeedback, classFeedback, type WrittenComments } from "./feedback/class-feedback.ts";
export {
  type ClassOrder,
  type GradedClass,
  type GradingProgress,
  gradeClass,
  OtherKeyError,
  requireKeyOf,
} from "./grade-class.ts";
export {
  AssignedError,
  type AssignedToGrade,
  assignedExercise,
  assignedExercises,
} from "./grading/assigned-exercises.ts";
export type { GradeFiles, GradeFilesOrder, GradeFilesOutcome } from "./grading/grade-hand-in.ts";
export { type Graded, gradedSchema } from "./grading/graded.ts";
export { HIDDEN_TEST_FILE, WRONG_FOLDER } from "./grading/hidden-folder.ts";
export type { KeptGrades } from "./grading/kept-grades.ts";
export { type OpenSandbox, openSandbox, SandboxMissing } from "./grading/sandbox-grading.ts";
export { type Found, type FoundFile, findFiles } from "./hand-ins/found-file.ts";
export { type GivenFile, givenBytes, type ReceivedBytes } from "./hand-ins/given-file.ts";
export { NotReadable } from "./hand-ins/not-readable.ts";
export { type DecodedText, decodedText } from "./learners/decoded-text.ts";
export { type NamePattern, namePattern, PatternError, type PatternNames } from "./learners/name-pattern.ts";
export { type Roster, RosterError, type RosterRow, readRoster } from "./learners/roster.ts";
export {
  GRADES_FILE,
  GradesError,
  type GradesFault,
  type GradesFile,
  readGrades,
} from "./results/grades-json.ts";
export type { Remedies } from "./results/remedies.ts";
export type { LearnerResult, Standing } from "./results/results.ts";
export type { Trouble, TroubleKind } from "./results/trouble.ts";
export { type ByteSource, requireInside } from "./zip/byte-source.ts";
