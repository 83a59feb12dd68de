import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { lessonSchema } from "../../course/lesson.ts";
import { readLessonSource } from "../../course/lesson-source.ts";
import { readProse } from "../../course/prose.ts";
import type { CheckedCourse, CheckedLesson } from "../check-lessons-course.ts";
import { chapterProblems } from "./chapters.ts";
import { exerciseFolderProblems } from "./exercise-folders.ts";
import { harmfulLineProblems } from "./harmful-lines.ts";
import { languageProblems } from "./language.ts";
import { predictionProblems } from "./predictions.ts";
import { SETTINGS_LESSON, unnamedSettingProblems } from "./settings-named.ts";
import { spellingProblems } from "./spelling.ts";
import { timeProblems } from "./times.ts";

const messages = (problems: readonly Error[]) => problems.map(({ message }) => message);

const made: string[] = [];
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true }))));

async function rootWith(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "keepsake-course-"));
  made.push(root);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

describe("the chapters", () => {
  const text = (lessons: readonly string[]) =>
    JSON.stringify(
      {
        documents: [
          { id: "guide", title: "Guide", sections: [{ number: "4.2", heading: "Cookies", lessons }] },
        ],
      },
      null,
      1,
    );

  it("may name lessons that exist", () => {
    expect(chapterProblems(text(["a"]), new Set(["a"]))).toEqual([]);
  });

  it("say where a lesson is named that does not exist, and which section has none", () => {
    expect(messages(chapterProblems(text(["a", "b"]), new Set(["a"])))).toEqual([
      'lessons/chapters.json:12: There is no lesson "b": name another, or write it.',
    ]);
    expect(messages(chapterProblems(text([]), new Set(["a"])))).toEqual([
      'lessons/chapters.json:10: No lesson teaches guide 4.2, "Cookies": name one, or write it.',
    ]);
  });

  it("say what is not as it must be", () => {
    expect(messages(chapterProblems(text(["a"]).replace("4.2", "four"), new Set(["a"])))[0]).toContain(
      "lessons/chapters.json:8: documents.0.sections.0.number",
    );
  });
});

describe("the language", () => {
  const faults = (text: string) => messages(languageProblems(readProse(text, "mdx"), "a.mdx"));

  it.each([
    "The server is just being restarted, in just that way. A race is easy to see.",
    "A `simply()` of code, and\n\n```ts\nconst simply = 1;\n```",
    `${"word ".repeat(39)}end. ${"word ".repeat(39)}end.`,
  ])("is plain in %j", (text) => {
    expect(faults(text)).toEqual([]);
  });

  it.each([
    ["Fine.\n\nYou simply call it.", 'a.mdx:3: "simply" helps nobody'],
    ["| a | b |\n|---|---|\n| You just set a cookie | x |", 'a.mdx:3: "You just" helps nobody'],
    ["That is easy.", '"That is easy" helps nobody'],
    ["Done \u{1F389}", "\u{1F389} is an emoji"],
    [`${"word ".repeat(41)}end.`, 'A sentence of 42 words ("word word word word word word …")'],
  ])("is not in %j", (text, message) => {
    expect(faults(text)[0]).toContain(message);
  });
});

function lessonOf(minutes: number, exercise?: string, body = ""): CheckedLesson {
  const lesson = lessonSchema.parse({
    id: "a",
    title: "A",
    summary: "A.",
    minutes,
    objectives: ["see"],
    sources: ["RFC"],
    exercise,
  });
  return { lesson, path: "01-part/01-a.mdx", source: readLessonSource(body, "lessons/01-part/01-a.mdx") };
}

describe("a lesson's time", () => {
  const prose = readProse("word ".repeat(600), "mdx");

  it("fits what there is to read and to try", () => {
    expect(timeProblems(lessonOf(12), prose)).toEqual([]);
  });

  it.each([
    [5, "5 minutes for 600 words: they take 6 to 40"],
    [45, "more than one sitting"],
  ])("is not %i minutes", (minutes, message) => {
    expect(messages(timeProblems(lessonOf(minutes), prose))[0]).toContain(message);
  });
});

describe("the predictions", () => {
  const courseOf = (answers: readonly number[]): CheckedCourse => {
    const questions = answers.map(
      (answer, index) =>
        `<Predict question="Q${index}" choices="a | b | c" answer="${answer}">\n\nSo.\n\n</Predict>\n`,
    );
    return { lessons: [lessonOf(10, undefined, questions.join("\n"))], exercises: new Map(), problems: [] };
  };

  it("have the right choice in every place", () => {
    expect(predictionProblems(courseOf([1, 2, 3, 2, 1, 3, 2, 2, 2, 1]))).toEqual([]);
  });

  it("cannot be met by always choosing the same place", () => {
    expect(messages(predictionProblems(courseOf([2, 2, 2, 2, 1, 3, 2, 2, 3, 1])))).toEqual([
      "lessons/01-part/01-a.mdx:43: The right choice stands in place 2 in 6 of the course's 10 questions: " +
        "put the choices of some of them in another order.",
    ]);
  });

  it("may be alike where there are few", () => {
    expect(predictionProblems(courseOf([2, 2]))).toEqual([]);
  });
});

describe("the spelling", () => {
  it("is that of the dictionaries and of our own words, outside of code", async () => {
    const root = await rootWith({
      "lessons/01-part/01-a.mdx":
        "Valkey keeps the colour.\n\n```ts\nconst qwzrt = 1;\n```\n\nA `qwzrt` and a qwzrt.\n",
    });
    expect(messages(await spellingProblems(root))).toEqual([
      'lessons/01-part/01-a.mdx:7: "qwzrt" is in no dictionary: spell it right, or add it to src/course/words.txt.',
    ]);
  });
});

describe("a listing", () => {
  const program = (proxy: string) => `const app = express();\napp.set("trust proxy", ${proxy});\n`;
  const courseWith = (proxy: string): CheckedCourse => ({
    lessons: [lessonOf(10, undefined, `\`\`\`ts shown="so"\n${program(proxy)}\`\`\`\n`)],
    exercises: new Map(),
    problems: [],
  });

  it("may believe the proxy that it names", async () => {
    const root = await rootWith({ "exercises/cart/starter/server.ts": program('"loopback"') });
    expect(await harmfulLineProblems(root, courseWith('"loopback"'))).toEqual([]);
  });

  it("may not believe everybody, in a lesson or in an exercise", async () => {
    const root = await rootWith({ "exercises/cart/starter/server.ts": program("true") });
    const remedy =
      'believes X-Forwarded-For and -Proto of anybody: name the proxy, as in app.set("trust proxy", "loopback").';
    expect(messages(await harmfulLineProblems(root, courseWith("true")))).toEqual([
      `lessons/01-part/01-a.mdx:3: ${remedy}`,
      `exercises/cart/starter/server.ts:2: ${remedy}`,
    ]);
  });

  it.each([
    ["if (passwords.get(String(user)) !== password) return res.sendStatus(401);", "lets in a stranger"],
    ["passwords.set(user, String(req.body.password));", "makes a password of what is none"],
  ])("may not treat passwords so, in a playground either: %s", async (line, remedy) => {
    const root = await rootWith({ "exercises/cart/starter/server.ts": "", "solutions/cart/server.ts": "" });
    const listing = `\`\`\`ts file="server.ts"\n${line}\n\`\`\`\n\n\`\`\`wire\n> GET /\n< 200\n\`\`\``;
    const playground = `<Playground id="p" title="P">\n\n${listing}\n\n</Playground>\n`;
    const course = { lessons: [lessonOf(10, undefined, playground)], exercises: new Map(), problems: [] };
    expect(messages(await harmfulLineProblems(root, course))).toEqual([
      expect.stringContaining(`lessons/01-part/01-a.mdx:4: ${remedy}`),
    ]);
  });
});

describe("a setting that a lesson uses", () => {
  const faults = (text: string) =>
    messages(
      unnamedSettingProblems([
        { id: "a", file: "a.mdx", text },
        { id: SETTINGS_LESSON, file: "settings.mdx", text: "`TINA4_SESSION_TTL` and `TINA4_SECRET`" },
      ]),
    );

  it("stands in the reference, unless it is a mistake that is shown", () => {
    expect(faults("TINA4_SESSION_TTL=60, TINA4_SECRET, and TINA4_SESSION_TLL is refused")).toEqual([]);
  });

  it.each(["TINA4_SESSION_DURABLE", "TINA4_COOKIE_SECRET"])("is missing there: %s", (setting) => {
    expect(faults(`One.\n${setting}=x`)).toEqual([
      `a.mdx:2: ${setting} is missing in settings.mdx, which names all that the course uses: add it there.`,
    ]);
  });
});

describe("an exercise's folders", () => {
  const names = (kind: string, count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`exercises/cart/${kind}/n${index}/a.ts`, ""]),
    );
  const files = {
    "exercises/cart/exercise.json": JSON.stringify({ id: "cart", hints: ["a", "b", "c"] }),
    "exercises/cart/text.md": "",
    "exercises/cart/grade.test.ts": "",
    "exercises/cart/starter/server.ts": "",
    "solutions/cart/server.ts": "",
    ...names("mutants", 6),
    ...names("variants", 2),
  };
  const course: CheckedCourse = {
    lessons: [lessonOf(10, "cart")],
    exercises: new Map([["cart", "/exercises/cart/"]]),
    problems: [],
  };

  it("are complete", async () => {
    expect(await exerciseFolderProblems(await rootWith(files), course)).toEqual([]);
  });

  it.each([
    [{ "exercises/cart/notes.md": "" }, "exercises/cart/notes.md:1: belongs to no exercise"],
    [{ "solutions/shop/a.ts": "" }, "solutions/shop:1: is the solution of no exercise"],
    [{ "exercises/new/exercise.json": '{"id":"new"}' }, "exercises/new:1: has no text.md"],
    [{ "exercises/new/exercise.json": '{"id":"new"}' }, "exercises/new/mutants:1: has 0 folders"],
    [{ "exercises/new/exercise.json": '{"id":"new"}' }, "exercises/new/exercise.json:1: has 0 hints"],
    [{ "exercises/new/exercise.json": '{"id":"new"}' }, "No lesson leads here: put exercise: new into"],
  ])("are not, with %j", async (more, message) => {
    const root = await rootWith({ ...files, ...more });
    expect(messages(await exerciseFolderProblems(root, course)).join("\n")).toContain(message);
  });
});
