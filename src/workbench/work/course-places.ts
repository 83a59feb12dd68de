/** What the page knows of the course: names and addresses by permanent id. */
export interface CoursePlaces {
  readonly lessons: readonly CoursePlace[];
  readonly exercises: readonly CoursePlace[];
  /** By the owner of its drafts, "playground:ID"; the address is the lesson's, with the place in it. */
  readonly playgrounds: readonly CoursePlace[];
  readonly checks: number;
}

export interface CoursePlace {
  readonly id: string;
  readonly title: string;
  readonly href: string;
}
