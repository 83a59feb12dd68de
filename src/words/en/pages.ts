import { plural } from "../plural.ts";

/** The pages that say where one is: landing, course map, lists, and those that a script fills. */
export const nothingHere = "Nothing here";
export const noSuchPage = "No page has this address.";
export const noSuchPageTitle = "No page has this address";
export const notFound = "404 Not Found";
export const serverHeard = "The server heard you, and has nothing under that name. Perhaps a lesson moved.";
export const seeAll = <Part>(lessons: Part, exercises: Part) => [lessons, " or ", exercises, "."];
export const seeAllLessons = "See all lessons";
export const allExercises = "all exercises";

export const landingDescription =
  "A workbook on web sessions and cookies: edit a real Express server in the page, run it, and see every cookie and every session record change.";
export const httpForgets = "HTTP forgets you after every answer.";
export const lead = <Part>(cookie: Part, record: Part) => [
  "Keepsake teaches how the web remembers anyway. You edit a real Express server in this page, run it, and watch every ",
  cookie,
  " and every ",
  record,
  " change.",
];
export const cookie = "cookie";
export const sessionRecord = "session record";
export const start = "Start with lesson 1";
export const goToExercise = "Go to the exercise";
export const nothingToInstall = "Nothing to install, no account. It works with the network cut.";
export const whatYouWillDo = "What you will do";
export const lessonCount = (count: number) =>
  plural(count, { one: `${count} lesson`, other: `${count} lessons` });
export const exerciseCount = (count: number) =>
  plural(count, { one: `${count} exercise`, other: `${count} exercises` });
export const firstOfAll = (title: string) =>
  `First of all: ${title}. The tests look at what travels, never at how you wrote it.`;
export const minutesEach = "5 to 60 min each";

export const course = "Course";
export const courseDescription = "All parts and lessons of Keepsake, with their times and your progress.";
export const eachLesson = (hours: number) =>
  `Each lesson is an experiment: a claim, a program that runs in the page, and something to see. About ${hours} hours in all.`;
export const sectionsLink = "From chapters to lessons";
export const workLink = "Your work, with its times";
export const partNumber = (number: number) => `Part ${number}`;
export const minutes = (count: number) =>
  plural(count, { one: `${count} minute`, other: `${count} minutes` });
export const min = (count: number) => `${count} min`;
export const readOf = (read: number, lessons: number) => `${read} of ${lessons} read`;
export const done = "Done";
export const passed = "Passed";
export const exerciseSummary = (summary: string) => `Exercise. ${summary}`;

export const sections = "From chapters to lessons";
export const sectionsDescription =
  "Which lessons teach each section of the five documents that the course replaces.";
export const sectionsLead = <Part>(corrected: Part) => [
  "The course began with two book chapters and three articles. Each of their sections is here, with the lessons that let you try what it says. Where one of them is wrong, see ",
  corrected,
  ".",
];
export const whatWeCorrected = "what we corrected";

export const exercises = "Exercises";
export const exercisesDescription = "Programs to write in the page, with tests that say what is missing.";
export const exercisesLead =
  "Write the program, run it in the page, then let the tests say what is missing. They look at what travels, never at how you wrote it.";
export const afterLesson = <Part>(number: Part, lesson: Part) => ["After lesson ", number, ", ", lesson];
export const markPassed = "Passed";
export const markAssisted = "(after a look at the solution)";

export const engines = "Engines";
export const enginesDescription =
  "Try in this browser what runs your programs, and see where it differs from real Node and real browsers.";
export const enginesLead =
  "An engine runs your programs. Each one that this browser can have keeps the same contract, so an exercise is graded alike on all of them. Here each can be booted and put to that contract before your eyes.";
export const inThisBrowser = "In this browser";
export const enginesNeedScripts =
  "The list below is here to read. To try the engines, allow scripts for this page.";
export const knownDeviations = "Known deviations";
export const deviationsLead =
  "All that is known to be otherwise than in real Node and in real browsers. A test holds each line: when the difference is gone, the line must go too.";

export const yourWork = "Your work";
export const workDescription =
  "What you have read, seen and passed in Keepsake: save it as one file, bring it into another browser, or begin anew.";
export const workLead = "What you have done in this course, with its times. Nobody else sees it.";
export const workNeedsScripts =
  "What you do is kept by scripts in your browser. To see it, allow scripts for this page.";

export const forInstructors = "For instructors";
export const assignExercises = "Assign exercises";
export const assignDescription =
  "For instructors: choose exercises, dates and rules, and get a link to give to your class.";
export const assignLead =
  "You get a link for your class and a key for yourself. There is no account and no server: the link says all of the assignment, and what learners hand in is a file that only your key opens.";
export const assignNeedsScripts =
  "The link and the key are made in your browser, by a script. Allow scripts for this page.";
export const assignment = "Assignment";
export const assignmentDescription =
  "An assignment from your instructor: its exercises, its due date, and how to hand in.";
export const assignmentNeedsScripts =
  "An assignment stands in its link, and a script reads it there. Allow scripts for this page.";
export const assignments = "Assignments";
export const feedback = "Feedback";
export const feedbackDescription =
  "Open the feedback file from your instructor: tests, points, and comments on your code.";
export const feedbackLead = <Part>(file: Part) => [
  "Your instructor gave you a file that ends in ",
  file,
  ". Open it here.",
];
export const feedbackNeedsScripts =
  "The file is read in your browser, by a script. Allow scripts for this page.";

export const guide = "Guide";
export const reference = "Reference";
export const fromExpressSession = "Coming from express-session";
export const theLibrary = "The library";
export const onThisPage = "On this page";
export const libraryDescription =
  "Sessions for Express that lose nothing: parallel requests, every backend, safe defaults.";
export const fromExpressSessionDescription =
  "What stays the same, what changes, and how your users stay signed in while you move.";
export const referenceDescription =
  "Everything that the package exports, read off its sources when this site was built.";
export const functions = "Functions";
export const values = "Values";
export const classes = "Classes";
export const types = "Types";
