import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { slugOf } from "./slug.ts";
import { ScaffoldError, writeNew } from "./write-new.ts";

/**
 * Writes the next lesson of a part below `root`: one playground, one prediction, one check, all of which hold. Returns
 * its path. Throws ScaffoldError when there is no such part, or a lesson with that id.
 */
export async function newLesson(root: string, folder: string, title: string): Promise<string> {
  const id = slugOf(title);
  if (id === "") throw new ScaffoldError(`"${title}" gives no id: use letters or digits.`);
  const entries = await readdir(join(root, "lessons"), { withFileTypes: true });
  const parts = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (!parts.includes(folder)) {
    throw new ScaffoldError(`There is no part "${folder}". There are: ${parts.sort().join(", ")}.`);
  }
  for (const part of parts) {
    const namesake = (await lessonsOf(root, part)).find((name) => name.replace(/^\d+-/, "") === `${id}.mdx`);
    if (namesake !== undefined)
      throw new ScaffoldError(`lessons/${part}/${namesake} has this id already: choose another title.`);
  }
  // Behind the last one, whatever was taken out before it.
  const number =
    Math.max(0, ...(await lessonsOf(root, folder)).map((name) => Number.parseInt(name, 10) || 0)) + 1;
  const path = `lessons/${folder}/${String(number).padStart(2, "0")}-${id}.mdx`;
  await writeNew(root, { [path]: lessonText(id, title) });
  return path;
}

async function lessonsOf(root: string, part: string): Promise<string[]> {
  return (await readdir(join(root, "lessons", part))).filter((name) => name.endsWith(".mdx"));
}

const fence = "```";

/** Says of itself what to write, in an order that works. */
function lessonText(id: string, title: string): string {
  return `---
id: ${id}
title: ${JSON.stringify(title)}
summary: One sentence that says what the reader will have seen.
minutes: 5
objectives:
  - say in one line what the reader can do afterwards
sources:
  - RFC 9110 §15.3.1, 200 OK
---

Begin with a question that the reader has, in two or three sentences. Define each new word where it first stands, as in: a **visit** is one request.

## A claim

Say what is claimed, and let the program show it. Run it, and send the request twice. Then say what was to be seen, and why it is so, with the place where the standard or the documentation says it.

<Playground id="${id}-program" title="${title.replaceAll('"', "&quot;")}">

${fence}ts file="server.ts" mark="7"
import express from "express";

const app = express();
let visits = 0;

app.get("/", (req, res) => {
  visits += 1;
  res.type("text").send(\`Visits: \${visits}\`);
});

app.listen(7148);
${fence}

${fence}wire
# Visit
> GET /
< 200
<
< Visits: 1

> GET /
< 200
<
< Visits: 2
${fence}

</Playground>

<Predict question="The program is started again, and one more request comes. What does it answer?" choices="Visits: 3 | Visits: 1" answer="2">

The variable lives in the program, and ends with it.

</Predict>

${fence}wire of="${id}-program"
@restart
> GET /
< 200
<
< Visits: 1
${fence}

<Check id="${id}-seen" of="${id}-program" saw="GET / and status 200 then GET / and status 200">

Send the request twice.

</Check>

Close with what follows from it, and where the next lesson goes on. Read the whole once more as somebody who knows none of it.
`;
}
