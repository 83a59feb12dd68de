import { misplacedMark } from "../course/code-meta.ts";
import { CourseError } from "../course/course-error.ts";
import { lessonPlace } from "../course/lesson.ts";
import { parseObservation } from "../course/observation.ts";
import { lessonHref } from "../course/outline.ts";
import type { CheckedCourse, CheckedLesson } from "./check-lessons-course.ts";

const components = ["Playground", "Predict", "Check", "Solution", "Tabs", "b", "details", "summary"];
const PYTHON_REMEDY =
  'Nothing runs this Python block. Say run="flask" or run="fastapi" with an id and like="a playground", or shown="why".';
const pages = [
  "/",
  "/course/",
  "/course/sections/",
  "/exercises/",
  "/library/",
  "/library/reference/",
  "/engines/",
];

/** What is wrong with the course before anything runs. */
export function staticProblems(course: CheckedCourse): CourseError[] {
  const known = addresses(course);
  return [
    ...course.problems,
    ...orderProblems(course.lessons),
    ...repeatedIds(course.lessons),
    ...course.lessons.flatMap((lesson, index) => [
      ...referenceProblems(lesson, course, index),
      ...linkProblems(lesson, known),
      ...blockProblems(lesson),
      ...programProblems(lesson),
      ...checkProblems(lesson),
      ...shapeProblems(lesson),
    ]),
  ];
}

/** Each address of the site with the anchors that it has. */
function addresses(course: CheckedCourse): Map<string, Set<string>> {
  const known = new Map(pages.map((page) => [page, new Set<string>()]));
  for (const href of course.exercises.values()) known.set(href, new Set());
  for (const { lesson, source } of course.lessons) {
    known.set(
      lessonHref(lesson.id),
      new Set([
        ...source.headings.map(({ slug }) => slug),
        ...source.playgrounds.map(({ id }) => `playground-${id}`),
      ]),
    );
  }
  return known;
}

function orderProblems(lessons: readonly CheckedLesson[]): CourseError[] {
  const problems: CourseError[] = [];
  let before = { part: 0, lesson: 0 };
  for (const { path, source } of lessons) {
    const place = lessonPlace(path);
    if (place === undefined) continue;
    const follows =
      place.part === before.part
        ? place.lesson === before.lesson + 1
        : place.part === before.part + 1 && place.lesson === 1;
    if (!follows)
      problems.push(
        new CourseError(
          source.file,
          1,
          "Number the parts, and the lessons of each, from 01, without gaps or doubles.",
        ),
      );
    before = place;
  }
  return problems;
}

function repeatedIds(lessons: readonly CheckedLesson[]): CourseError[] {
  const problems: CourseError[] = [];
  const seen = new Map<string, string>();
  const note = (kind: string, id: string, file: string, line: number) => {
    const first = seen.get(`${kind} ${id}`);
    if (first === undefined) seen.set(`${kind} ${id}`, `${file}:${line}`);
    else
      problems.push(
        new CourseError(file, line, `The ${kind} id "${id}" is taken (${first}): choose another.`),
      );
  };
  for (const { lesson, source } of lessons) {
    note("lesson", lesson.id, source.file, 1);
    for (const { id, line } of source.playgrounds) note("playground", id, source.file, line);
    // A wire block's `of` names either.
    for (const { id, line } of source.programs) note("playground", id, source.file, line);
    for (const { id, line } of source.checks) note("check", id, source.file, line);
  }
  return problems;
}

function referenceProblems(
  { lesson, source }: CheckedLesson,
  course: CheckedCourse,
  index: number,
): CourseError[] {
  const earlier = course.lessons.slice(0, index).map((one) => one.lesson.id);
  const problems = lesson.prerequisites
    .filter((id) => !earlier.includes(id))
    .map(
      (id) =>
        new CourseError(
          source.file,
          1,
          `The prerequisite "${id}" is no earlier lesson: name one, or move it.`,
        ),
    );
  if (lesson.exercise !== undefined && !course.exercises.has(lesson.exercise)) {
    problems.push(
      new CourseError(source.file, 1, `There is no exercise "${lesson.exercise}": add it, or name another.`),
    );
  }
  return problems;
}

function linkProblems(
  { lesson, source }: CheckedLesson,
  known: ReadonlyMap<string, ReadonlySet<string>>,
): CourseError[] {
  return source.links.flatMap(({ href, line }) => {
    if (href.startsWith("https://")) return [];
    const [path = "", anchor] = href.split("#");
    const anchors = known.get(path === "" ? lessonHref(lesson.id) : path);
    if (anchors === undefined)
      return [new CourseError(source.file, line, `No page has the address ${href}.`)];
    if (anchor === undefined || anchors.has(anchor)) return [];
    return [
      new CourseError(
        source.file,
        line,
        `${href} has no such heading. There are: ${[...anchors].join(", ")}.`,
      ),
    ];
  });
}

function blockProblems({ source }: CheckedLesson): CourseError[] {
  return source.blocks.flatMap(({ language, meta, text, line }) => {
    const fault = (message: string) => [new CourseError(source.file, line, message)];
    const misplaced = misplacedMark(meta, text);
    if (misplaced !== undefined) return fault(`${misplaced} names a line that the block does not have.`);
    if (meta.get("shown")) return [];
    if (source.programs.some((program) => program.line === line)) return [];
    if (language === "py") return fault(PYTHON_REMEDY);
    if (language === "wire" && meta.has("of")) {
      const shows = source.blocks.some((block) => block.meta.get("mends") === meta.get("of"));
      return meta.has("mended") && !shows
        ? fault(`No block shows how "${meta.get("of")}" is mended: add one with mends="${meta.get("of")}".`)
        : [];
    }
    const excerpt = meta.get("excerpt") ?? meta.get("mends");
    const playground = source.playgrounds.find(({ id }) => id === excerpt);
    if (excerpt !== undefined && playground === undefined)
      return fault(`The lesson has no playground "${excerpt}".`);
    if (meta.has("mends")) {
      const path = meta.get("file") ?? "";
      return path in (playground?.files ?? {})
        ? []
        : fault(`The playground "${excerpt}" has no file "${path}" to mend.`);
    }
    if (playground !== undefined) {
      const isThere = Object.values(playground.files).some((content) => flat(content).includes(flat(text)));
      return isThere ? [] : fault(`This excerpt is not in the playground "${excerpt}": copy it again.`);
    }
    return fault(
      'Nothing runs this block. Put it in a <Playground>, or say excerpt="id", of="id", mends="id" or shown="why".',
    );
  });
}

/** Without indentation, which an excerpt may lose. */
function flat(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .join("\n")
    .trim();
}

function programProblems({ source }: CheckedLesson): CourseError[] {
  return source.programs.flatMap(({ id, like, steps, line }) => {
    const fault = (message: string, at = line) => [new CourseError(source.file, at, message)];
    const playground = source.playgrounds.find((one) => one.id === like);
    if (like !== undefined && playground === undefined)
      return fault(`The lesson has no playground "${like}" to be like.`);
    if (like === undefined && steps.length === 0)
      return fault(
        `Nothing is said of "${id}": give it like="a playground", or a wire block with of="${id}".`,
      );
    const foreign = [...steps, ...(playground?.steps ?? [])].find(
      ({ kind }) => kind === "stop" || kind === "start",
    );
    if (foreign !== undefined)
      return fault(
        `"${id}" is one process: it cannot be driven by "@${foreign.kind}" (line ${foreign.line}).`,
      );
    const record = steps.find((step) => step.kind === "exchange" && step.record !== undefined);
    return record === undefined
      ? []
      : fault(
          "A Python program's session record cannot be seen from here: leave the = line out.",
          record.line,
        );
  });
}

function checkProblems({ source }: CheckedLesson): CourseError[] {
  return source.checks.flatMap(({ of, saw, line }) => {
    const fault = (message: string) => [new CourseError(source.file, line, message)];
    const playground = source.playgrounds.find(({ id }) => id === of);
    if (playground === undefined) return fault(`The lesson has no playground "${of}" to check.`);
    if (playground.line > line) return fault(`The playground "${of}" stands below its check: swap them.`);
    try {
      parseObservation(saw);
      return [];
    } catch (error) {
      return fault(error instanceof Error ? error.message : String(error));
    }
  });
}

function shapeProblems({ source }: CheckedLesson): CourseError[] {
  const problems: CourseError[] = [];
  for (const [name, line] of source.components) {
    if (components.includes(name)) continue;
    problems.push(
      new CourseError(source.file, line, `<${name}> is not known here. There are: ${components.join(", ")}.`),
    );
  }
  let before = 1;
  for (const { depth, text, line } of source.headings) {
    if (depth === 1 || depth > before + 1) {
      problems.push(
        new CourseError(source.file, line, `"${text}" is at depth ${depth}: begin with ## and skip none.`),
      );
    }
    before = depth;
  }
  return problems;
}
