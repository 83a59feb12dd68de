/** Where a page stands, as a search shows it. */
export const theLibrary = "The library";
export const reference = "Reference";
export const lessonPlace = (part: number, title: string, lesson: string) =>
  `Part ${part}, ${title} · Lesson ${lesson}`;
export const whereThisStands = "Where this stands";
export const allExports = "Everything that the package exports.";
export const experimental = "Experimental.";
export const deprecated = "Deprecated.";

export const course = "Course";
export const aboutCourse = "All parts and lessons, with their times and your progress.";
export const exercises = "Exercises";
export const aboutExercises = "All exercises, with their times and what you have passed.";
export const sections = "From chapters to lessons";
export const aboutSections = "Which lesson teaches which section of the texts that the course follows.";
export const work = "Your work";
export const aboutWork =
  "What you have read, seen and passed, with its times: save all of it as one file, bring it into another browser, or begin anew.";
export const engines = "Engines";
export const aboutEngines = "What runs your programs, and where it differs from real Node and real browsers.";
export const assignment = "Assignment";
export const aboutAssignment =
  "What your instructor has set: its exercises, its rules, its due date, and how to hand in.";
export const feedback = "Feedback";
export const aboutFeedback = "Open the file with the grade and the comments that your instructor sent back.";
export const forInstructors = "For instructors";
export const aboutInstructors =
  "How to set work for a class, collect it, grade it in a sandbox on your own machine, and send feedback.";
export const assign = "Assign exercises";
export const aboutAssign =
  "Make an assignment: choose exercises, points, dates and rules, and get a link for your class and a key for yourself.";
export const fromExpressSession = "Coming from express-session";
