/** What the page knows of the course: names and addresses by permanent id. */
export interface CoursePlaces {
  readonly lessons: readonly LessonPlace[];
  readonly exercises: readonly CoursePlace[];
  /** By the owner of its drafts, "playground:ID"; the address is the lesson's, with the place in it. */
  readonly playgrounds: readonly CoursePlace[];
}

export interface CoursePlace {
  readonly id: string;
  readonly title: string;
  readonly href: string;
}

export interface LessonPlace extends CoursePlace {
  /** The ids of its checks. */
  readonly checks: readonly string[];
}
