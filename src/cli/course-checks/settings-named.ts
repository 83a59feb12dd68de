import { CourseError } from "../../course/course-error.ts";
import { PREFIX, SETTINGS } from "../../session/settings-table.ts";

/** The lesson that is the reference of the settings. */
export const SETTINGS_LESSON = "reference-settings";

/** What a lesson's file says. */
export interface LessonText {
  readonly id: string;
  readonly file: string;
  readonly text: string;
}

/** Settings that lessons use, in listings or in prose, and that {@link SETTINGS_LESSON} does not name. */
export function unnamedSettingProblems(lessons: readonly LessonText[]): CourseError[] {
  const reference = lessons.find(({ id }) => id === SETTINGS_LESSON);
  if (reference === undefined) return [];
  const named = new Set(settingsIn(reference.text));
  return lessons.flatMap(({ file, text }) =>
    text.split("\n").flatMap((line, index) =>
      settingsIn(line)
        .filter((setting) => !named.has(setting) && !isMistake(setting))
        .map((setting) => {
          const message = `${setting} is missing in ${reference.file}, which names all that the course uses: add it there.`;
          return new CourseError(file, index + 1, message);
        }),
    ),
  );
}

function settingsIn(text: string): string[] {
  return text.match(/TINA4_[A-Z0-9_]*[A-Z0-9]/g) ?? [];
}

/** Lessons show what becomes of a name that is none. */
function isMistake(setting: string): boolean {
  return setting.startsWith(PREFIX) && !SETTINGS.some(({ variable }) => PREFIX + variable === setting);
}
