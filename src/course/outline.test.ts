import { describe, expect, it } from "vitest";
import { lessonPlace, lessonSchema, type Part } from "./lesson.ts";
import { neighbours, outline } from "./outline.ts";

const lesson = (id: string, minutes = 10) =>
  lessonSchema.parse({ id, title: id, summary: id, minutes, objectives: ["see"], sources: ["RFC 9110"] });

const parts = new Map<string, Part>([
  ["01-state", { id: "state", title: "State", summary: "One." }],
  ["02-safety", { id: "safety", title: "Safety", summary: "Two." }],
]);

describe("the outline", () => {
  const made = outline(parts, [
    { path: "02-safety/01-login", lesson: lesson("login") },
    { path: "01-state/02-cookie", lesson: lesson("cookie", 15) },
    { path: "01-state/01-http", lesson: lesson("http") },
  ]);

  it("orders by the numbers of folders and files, and sums the minutes", () => {
    expect(made.map(({ number, minutes }) => ({ number, minutes }))).toEqual([
      { number: 1, minutes: 25 },
      { number: 2, minutes: 10 },
    ]);
    expect(made.flatMap(({ lessons }) => lessons.map(({ number, href }) => `${number} ${href}`))).toEqual([
      "1.1 /lessons/http/",
      "1.2 /lessons/cookie/",
      "2.1 /lessons/login/",
    ]);
  });

  it("leads from lesson to lesson, across parts", () => {
    const { previous, next } = neighbours(made, "cookie");
    expect([previous?.lesson.id, next?.lesson.id]).toEqual(["http", "login"]);
    expect(neighbours(made, "http").previous).toBeUndefined();
    expect(neighbours(made, "login").next).toBeUndefined();
    expect(neighbours(made, "gone")).toEqual({ previous: undefined, next: undefined });
  });

  it("says what is missing", () => {
    expect(() => outline(new Map(), [{ path: "01-state/01-http", lesson: lesson("http") }])).toThrow(
      "add a part.json",
    );
    expect(() => outline(parts, [{ path: "state/http", lesson: lesson("http") }])).toThrow(
      "name it NN-part/NN-name.mdx",
    );
  });
});

describe("a lesson's place", () => {
  it.each(["state/01-a.mdx", "01-state/a.mdx", "1-state/01-a.mdx", "01-state/x/01-a.mdx"])(
    "is not in %s",
    (path) => {
      expect(lessonPlace(path)).toBeUndefined();
    },
  );
});

describe("the front matter", () => {
  it("refuses an unknown key and a bad id", () => {
    const good = { id: "a", title: "A", summary: "A.", minutes: 1, objectives: ["see"], sources: ["RFC"] };
    expect(lessonSchema.safeParse(good).success).toBe(true);
    expect(lessonSchema.safeParse({ ...good, author: "me" }).success).toBe(false);
    expect(lessonSchema.safeParse({ ...good, id: "A Lesson" }).success).toBe(false);
  });
});
