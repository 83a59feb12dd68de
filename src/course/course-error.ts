/** A fault in the course's own files. The message says what, where and what to do. */
export class CourseError extends Error {
  readonly file: string;
  readonly line: number;

  constructor(file: string, line: number, message: string) {
    super(`${file}:${line}: ${message}`);
    this.name = "CourseError";
    this.file = file;
    this.line = line;
  }
}
