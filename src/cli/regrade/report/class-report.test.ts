import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { gradeByText, ROOT, TestClass } from "../class.fixture.ts";
import { regrade } from "../regrade.ts";

let course: TestClass;
beforeEach(async () => {
  course = await TestClass.open();
});
afterEach(() => course.close());

async function classPage(): Promise<string> {
  const out = join(course.folder, "out");
  await regrade(
    {
      ...{ downloads: [join(course.folder, "downloads")], keyFile: join(course.folder, "class.key") },
      ...{ assignments: [course.link], jobs: 2, out, isUnsafe: true },
    },
    { root: ROOT, gradeFiles: gradeByText, isolation: "none", progress: { write: () => true } },
  );
  return readFile(join(out, "class.html"), "utf8");
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
  await course.receive("ada.keepsake", await course.seal({ name: "Ada" }));
  await course.receive("bob.keepsake", await course.seal({ name: "Bob", files: wrong }));
  await course.receive("eve.keepsake", await course.seal({ name: "Eve <i>", files: wrong }));
  const html = await classPage();
  const text = textOf(html);
  expect(text).toContain("Visitors are apart Bob , Eve &lt;i&gt; 2 of 3");
  expect(html).toContain('<a href="reports/bob.html">Bob</a>');
  expect(text).toContain("Says that it passed, and does not 2 Bob. The hand-in says");
  expect(text).toMatch(/50 to 59 % 2 .* 90 to 100 % 1 /);
  expect(text).toContain("Bob 5 no 1 note 5");
});

it("shows the lines that two hand-ins share beside each other, as text", async () => {
  for (const [name, prefix] of [
    ["Ada", "show"],
    ["Bob", "print"],
  ] as const)
    await course.receive(
      `${name}.keepsake`,
      await course.seal({ name, files: { ...course.solution, "routes.ts": routes(prefix) } }),
    );
  const html = await classPage();
  const text = textOf(html);
  expect(text).toContain("Ada and Bob share 100 percent. routes.ts");
  expect(html).toMatch(/<pre>[^<]*function show0\(request, reply\)[^<]*<\/pre>/);
  expect(html).toMatch(/<pre>[^<]*function print0\(request, reply\)[^<]*<\/pre>/);
  expect(html).toContain("&lt;b&gt;");
  expect(html).not.toContain('"<b>"');
});
