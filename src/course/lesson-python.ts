import type { CodeMeta } from "./code-meta.ts";
import { CourseError } from "./course-error.ts";
import type { WireStep } from "./wire.ts";

export const PYTHON_FRAMEWORKS = ["flask", "fastapi"] as const;

export type PythonFramework = (typeof PYTHON_FRAMEWORKS)[number];

/** A `py` block with `run="flask"` or `run="fastapi"`: a whole program that defines `app`, served by the tests. */
export interface PythonProgram {
  /** Unique in the course. */
  readonly id: string;
  readonly framework: PythonFramework;
  readonly text: string;
  /** A playground that it must equal: driven by the same wire blocks, it sets the same cookies. */
  readonly like: string | undefined;
  /** Its name for a cookie to the playground's name: `cookies="session=tina4_session"`. */
  readonly cookieNames: ReadonlyMap<string, string>;
  /** What the wire blocks with `of="its id"` say. */
  readonly steps: readonly WireStep[];
  readonly file: string;
  /** The line of the block's fence. */
  readonly line: number;
}

/** `undefined` for a block that is only shown. Throws {@link CourseError}. */
export function readPythonProgram(
  meta: CodeMeta,
  text: string,
  file: string,
  line: number,
): PythonProgram | undefined {
  const run = meta.get("run");
  if (run === undefined) return undefined;
  const framework = PYTHON_FRAMEWORKS.find((one) => one === run);
  if (framework === undefined)
    throw new CourseError(file, line, `run="${run}" must be run="${PYTHON_FRAMEWORKS.join('" or run="')}".`);
  const id = meta.get("id") ?? "";
  if (id === "")
    throw new CourseError(file, line, 'A Python block that runs needs an id="…", unique in the course.');
  return {
    id,
    framework,
    text: `${text}\n`,
    like: meta.get("like"),
    cookieNames: readNames(meta.get("cookies"), file, line),
    steps: [],
    file,
    line,
  };
}

function readNames(text: string | undefined, file: string, line: number): ReadonlyMap<string, string> {
  if (text === undefined) return new Map();
  return new Map(
    text.split(",").map((pair) => {
      const [theirs = "", ours = "", ...more] = pair.trim().split("=");
      if (theirs === "" || ours === "" || more.length > 0)
        throw new CourseError(
          file,
          line,
          `cookies="${text}" must be pairs: cookies="session=tina4_session".`,
        );
      return [theirs, ours] as const;
    }),
  );
}
