import { beforeEach, expect, it } from "vitest";
import { type Learner, TestClass } from "../class.fixture.ts";
import { classDocuments } from "../class-documents.ts";

let course: TestClass;
beforeEach(async () => {
  course = await TestClass.gather();
});

async function classPage(...learners: readonly Learner[]): Promise<string> {
  const graded = await course.grade(await Promise.all(learners.map((each) => course.received(each))));
  const page = [...classDocuments(graded)].find(({ path }) => path === "class.html");
  if (page === undefined) throw new Error("no class.html");
  return page.text;
}

/** What a reader sees, in order. */
const textOf = (html: string): string =>
  html
    .replaceAll(/<style>[\s\S]*?<\/style>|<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();

const routes = (name: string): string =>
  Array.from(
    { length: 12 },
    (_, at) => `function ${name}${at}(request, reply) {
  if (request.query.page > ${at}) return reply.send("<b>" + request.session.get("page${at}") + "</b>");
  for (const part of request.path.split("/").slice(${at})) reply.write(part.trim().toLowerCase());
  return request.session.has("x") ? reply.end() : reply.status(404).json({ error: "none" });
}
`,
  ).join("\n");

it("says who fails a test, where everybody's points lie, and what is to be looked at, by kind", async () => {
  const wrong = { ...course.solution, "server.ts": "// WRONG\n" };
  const html = await classPage(
    { name: "Ada" },
    { name: "Bob", files: wrong },
    { name: "Eve <i>", files: wrong },
  );
  const text = textOf(html);
  expect(text).toContain("Visitors are apart Bob , Eve &lt;i&gt; 2 of 3");
  expect(html).toContain('<a href="reports/bob.html">Bob</a>');
  expect(text).toContain("Says that it passed, and does not 2 Bob. The hand-in says");
  expect(text).toMatch(/50 to 59 % 2 .* 90 to 100 % 1 /);
  expect(text).toContain("Bob 5 no 1 note 5");
});

it("shows the lines that two hand-ins share beside each other, as text", async () => {
  const html = await classPage(
    { name: "Ada", files: { ...course.solution, "routes.ts": routes("show") } },
    { name: "Bob", files: { ...course.solution, "routes.ts": routes("print") } },
  );
  const text = textOf(html);
  expect(text).toContain("Ada and Bob share 100 percent. routes.ts");
  expect(html).toMatch(/<pre>[^<]*function show0\(request, reply\)[^<]*<\/pre>/);
  expect(html).toMatch(/<pre>[^<]*function print0\(request, reply\)[^<]*<\/pre>/);
  expect(html).toContain("&lt;b&gt;");
  expect(html).not.toContain('"<b>"');
});
