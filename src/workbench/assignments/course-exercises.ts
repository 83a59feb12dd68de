/** An exercise as the pages of assignments need it; the page brings all of them as JSON. */
export interface CourseExercise {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
}

export interface CourseFacts {
  readonly version: string;
  readonly exercises: readonly CourseExercise[];
}

/** The element in which a page has its {@link CourseFacts}. */
export const COURSE_FACTS_ID = "course-facts";

/** Throws when the page was built without them. */
export function courseFacts(): CourseFacts {
  const text = document.getElementById(COURSE_FACTS_ID)?.textContent;
  if (text === undefined || text === null)
    throw new Error(`The page has no element with the id ${COURSE_FACTS_ID}.`);
  const facts: CourseFacts = JSON.parse(text);
  return facts;
}
