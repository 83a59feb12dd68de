/** What every page of the site has: its frame, and what it offers by name. */
export const heading = (page: string) => `${page} · Keepsake`;
export const homeHeading = "Keepsake: web sessions and cookies by experiment";
/** Of the site as an installed app. */
export const installedName = "Keepsake: web sessions and cookies";
export const installedDescription =
  "A workbook on web sessions and cookies: edit a real Express server in the page, run it, and see every cookie and every session record change.";
export const skip = "Skip to the content";
export const home = "Keepsake, home";
export const site = "Site";
export const course = "Course";
export const exercises = "Exercises";
export const library = "Library";
export const search = "Search";
export const dark = "Dark";

export const ownMachine = "Everything here runs on your own machine. Nothing you type leaves it.";
export const yourWork = "Your work: what you have done, to save, bring in or begin anew";
export const engines = "The engines, and where they differ from real Node and real browsers";
export const assignments = "Assignments";
export const forInstructors = "For instructors";
export const previewImage =
  "Keepsake: HTTP forgets you after every answer. A request goes to a server, and a Set-Cookie comes back.";

export const goToCourse = "Go to the course";
export const goToCourseWords = "map lessons parts";
export const goToExercises = "Go to the exercises";
export const goToExercisesWords = "list";
export const goToGuide = "Go to the library's guide";
export const goToGuideWords = "keepsake settings documentation";
export const goToReference = "Go to the library's reference";
export const goToReferenceWords = "api exports types";
export const goToWork = "Go to your work";
export const goToWorkWords = "progress export import backup reset save";
export const goToAssignment = "Go to your assignment";
export const goToAssignmentWords = "hand in due instructor";
export const goToInstructors = "Go to the page for instructors";
export const goToInstructorsWords = "assign class grade feedback";
export const goToEngines = "Go to the engines";
export const goToEnginesWords = "report webcontainer deviations";
export const switchTheme = "Switch between light and dark";
export const switchThemeWords = "theme colours night";
export const goOn = (title: string) => `Continue: ${title}`;
export const goOnWords = "resume last";
export const next = (title: string) => `Next: ${title}`;
export const previous = (title: string) => `Previous: ${title}`;
export const neighbourWords = "lesson";
