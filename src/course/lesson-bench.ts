import { CourseError } from "./course-error.ts";
import { jsonLine } from "./json-lines.ts";
import type { SetupSpec } from "./setup.ts";
import { benchBlockSchema } from "./setup-schema.ts";

/** A playground's bench block, the fields of `exercise.json`: processes, hosts, browsers. Throws {@link CourseError}. */
export function readBenchBlock(text: string, file: string, firstLine: number): Partial<SetupSpec> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CourseError(file, firstLine, `The bench block is not JSON: ${why}`);
  }
  const parsed = benchBlockSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  const line = firstLine + jsonLine(text, path) - 1;
  throw new CourseError(
    file,
    line,
    `The bench block, ${path.join(".") || "at its top"}: ${issue?.message ?? "wrong"}`,
  );
}
