import { expect, it } from "vitest";
import { DUE_MS, HOUR_MS, TestClass } from "../class.fixture.ts";
import { classDocuments } from "../class-documents.ts";
import { givenBytes } from "../index.ts";

it("names no other learner, leads to no page that the learner has not, and still says what is theirs to know", async () => {
  const course = await TestClass.gather();
  const wrong = { ...course.solution, "server.ts": "// WRONG\n" };
  const handedTwice = await course.seal({ name: "Zelda Quist", number: "7", files: wrong });
  const graded = await course.grade(
    [
      { name: "doejane_1_2_x.keepsake", bytes: handedTwice },
      { name: "roebob_3_4_x.keepsake", bytes: handedTwice },
      { name: "other.keepsake", bytes: await course.seal({ name: "Ada Lund", number: "7" }) },
    ].map((given) => givenBytes({ ...given, receivedAtMs: DUE_MS - HOUR_MS })),
    { roster: { rows: [{ name: "Jane Doe" }, { name: "Bob Roe" }], remarks: [] } },
  );
  const pages = new Map([...classDocuments(graded)].map(({ path, text }) => [path, text]));
  const kinds = new Set(graded.troubles.map(({ kind }) => kind));
  expect([...kinds]).toEqual(expect.arrayContaining(["same-file", "same-number", "name-differs"]));
  const people = ["Jane Doe", "Bob Roe", "Zelda Quist", "Ada Lund"];
  for (const { name, slug } of graded.learners) {
    const page = pages.get(`reports/${slug}.html`);
    expect(people.filter((each) => page?.includes(each))).toEqual([name]);
    expect(page).not.toContain("href=");
  }
  expect(pages.get("class.html")).toContain("It is the very same file as");
  const bob = graded.learners.find(({ name }) => name === "Bob Roe");
  expect(pages.get(`reports/${bob?.slug}.html`)).toContain("The hand-in says that");
});
