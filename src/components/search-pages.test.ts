import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readCourse } from "../cli/check-lessons-course.ts";
import { exerciseSchema } from "../course/exercise.ts";
import { partSchema } from "../course/lesson.ts";
import { outline } from "../course/outline.ts";
import { CourseSearch } from "../palette/search/course-search.ts";
import type { SearchPage } from "../palette/search/search-page.ts";
import type { ApiEntry } from "./api-reference.ts";
import { searchPages } from "./search-pages.ts";

const root = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** A part of the reference; all of it takes the compiler seconds. */
const reference: readonly ApiEntry[] = [
  {
    name: "createApp",
    kind: "function",
    doc: "An Express application with sessions, body parsing and templates.",
    signature: "function createApp(options?: AppOptions): Promise<App>",
    members: [],
    file: "app/create-app.ts",
  },
  {
    name: "Session",
    kind: "interface",
    doc: "The session of a request.",
    signature: "interface Session",
    members: ["get", "set", "has", "regenerate"].map((name) => ({
      name,
      signatures: [`${name}(): void`],
      doc: `What ${name} does to this session.`,
    })),
    file: "session/session.ts",
  },
];

/** The real course: how it ranks is only to be seen among all that it has. */
let pages: SearchPage[];
let search: CourseSearch;
beforeAll(async () => {
  const { lessons } = await readCourse(root);
  const folders = readdirSync(join(root, "lessons")).filter((name) => /^\d/.test(name));
  const parts = new Map(
    folders.map((folder) => [folder, partSchema.parse(JSON.parse(read(`lessons/${folder}/part.json`)))]),
  );
  pages = searchPages({
    parts: outline(parts, lessons),
    lessons: new Map(lessons.map(({ lesson, path }) => [lesson.id, read(`lessons/${path}`)])),
    exercises: readdirSync(join(root, "exercises")).map((slug) => ({
      exercise: exerciseSchema.parse(JSON.parse(read(`exercises/${slug}/exercise.json`))),
      href: `/exercises/${slug}/`,
      text: read(`exercises/${slug}/text.md`),
    })),
    guides: [{ href: "/library/", title: "The library", source: read("src/app/README.md") }],
    reference,
    pages: [],
  });
  search = await CourseSearch.of({ pages });
});

function found(typed: string): string[] {
  return search.search(typed).map(({ href }) => href);
}

describe("a search over the course", () => {
  it.each([
    ["the first cookie", "/lessons/the-first-cookie/"],
    ["shopping cart", "/lessons/the-shopping-cart/"],
    ["what http forgets", "/lessons/what-http-forgets/"],
  ])("for %s has the lesson of that title first", (typed, first) => {
    expect(found(typed)[0]).toBe(first);
  });

  it.each([
    ["session fixation", "/lessons/reference-glossary/#attacks"],
    ["session id", "/lessons/reference-glossary/#sessions"],
    ["TINA4_SESSION_TTL", "/library/#settings"],
    ["createApp", "/library/reference/#api-createApp"],
    ["regenerate", "/library/reference/#api-Session.regenerate"],
    ["how do I delete a cookie", "/lessons/the-first-cookie/#delete-it"],
    ["build a shopping cart", "/exercises/shopping-cart/"],
  ])("for %s has what one looks for among the first", (typed, wanted) => {
    expect(found(typed).slice(0, 6)).toContain(wanted);
  });

  it("shows the line of a program, when a word stands in no text", () => {
    const hit = search.search("app.listen(7148)").find(({ isCode }) => isCode);
    expect(hit?.excerpt.map(({ text }) => text).join("")).toContain("app.listen(7148)");
  });

  it("finds a word while it is typed, and with a letter wrong", () => {
    expect(found("fixat")).toEqual(found("fixation"));
    expect(found("fixaton")).toContain("/exercises/stop-the-fixation/");
    expect(found("samesit lax").slice(0, 3).join()).toContain("samesite");
  });

  it("finds nothing for what is nowhere, and nothing for words that are everywhere", () => {
    expect(found("zyzzyva")).toEqual([]);
    expect(found("the")).toEqual([]);
    expect(found("  ")).toEqual([]);
  });

  it("finds places with some of the words when none has all", () => {
    expect(found("cookie zyzzyva").length).toBeGreaterThan(0);
  });

  it("does not let one page fill the list", () => {
    const ofPages = Object.groupBy(found("TINA4_SESSION"), (href) => href.split("#")[0] ?? "");
    expect(Math.max(...Object.values(ofPages).map((hits = []) => hits.length))).toBe(3);
  });

  it("says in which part and lesson a place is, and shows the words in their text", () => {
    const [hit] = search.search("there is no header that deletes one cookie");
    expect(hit?.place).toMatch(/^The first cookie · Part 1, .+ · Lesson 1\.2$/);
    expect(hit?.excerpt.filter(({ marked }) => marked).map(({ text }) => text)).toContain("deletes");
  });
});

describe("what a search looks at", () => {
  it("gives away no hint", () => {
    const all = JSON.stringify(pages);
    const { hints } = exerciseSchema.parse(JSON.parse(read("exercises/visit-counter/exercise.json")));
    expect(hints.filter((hint) => all.includes(JSON.stringify(hint).slice(1, -1)))).toEqual([]);
  });

  it("has every lesson and every exercise", () => {
    const of = (kind: SearchPage["kind"]) => pages.filter((page) => page.kind === kind).length;
    expect(of("lesson")).toBe(
      readdirSync(join(root, "lessons"), { recursive: true, encoding: "utf8" }).filter((path) =>
        path.endsWith(".mdx"),
      ).length,
    );
    expect(of("exercise")).toBe(readdirSync(join(root, "exercises")).length);
  });
});
