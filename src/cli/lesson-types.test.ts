import { join } from "node:path";
import { expect, it } from "vitest";
import { lessonSchema } from "../course/lesson.ts";
import { readLessonSource } from "../course/lesson-source.ts";
import { lessonTypeProblems } from "./lesson-types.ts";

const root = join(import.meta.dirname, "../..");

const text = `---
id: a-lesson
---

<Playground id="counted" title="Counted" broken="not yet">

\`\`\`ts file="server.ts"
import { Router } from "keepsake";
import { START } from "./start.ts";

Router.get("/", (req, res) => res.json({ n: req.session.get<number>("n").toFixed() }));
\`\`\`

\`\`\`ts file="start.ts"
export const START = 1;
\`\`\`

\`\`\`wire
> GET /
< 500
\`\`\`

</Playground>

\`\`\`ts mends="counted" file="server.ts"
import { Router } from "keepsake";
import { START } from "./start.ts";

Router.get("/", (req, res) => res.json({ n: req.session.get("n", START), body: document.body }));
\`\`\`
`;

it("says file, playground and line, for the program as written and as mended", () => {
  const source = readLessonSource(text, "lessons/01-part/01-a-lesson.mdx");
  const lesson = lessonSchema.parse({
    id: "a-lesson",
    title: "A lesson",
    summary: "A lesson of a test.",
    minutes: 5,
    objectives: ["see a fault"],
    sources: ["RFC 6265"],
  });
  const problems = [...lessonTypeProblems(root, [{ lesson, source, path: "01-part/01-a-lesson.mdx" }])];
  // The name that nobody reads yet, in what is broken on purpose, is no fault.
  expect(problems).toEqual([
    "lessons/01-part/01-a-lesson.mdx:5: the playground \"counted\": server.ts:4: Object is possibly 'undefined'. Mend its types.",
    expect.stringContaining("server.ts:4: Cannot find name 'document'."),
  ]);
});
