import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import type { Lesson } from "../course/lesson.ts";
import { readLessonSource } from "../course/lesson-source.ts";
import { missingPython } from "../session/trial-python/trial-python.ts";
import { type CheckedCourse, readCourse } from "./check-lessons-course.ts";
import { replayProblems } from "./check-lessons-replay.ts";
import { staticProblems } from "./check-lessons-static.ts";
import { courseProblems } from "./course-checks/course-problems.ts";
import { LESSON_PACKAGES, PythonPrograms } from "./python/python-programs.ts";
import { pythonProblems } from "./python/replay-python.ts";
import { QuickMachines } from "./quick-machines.ts";
import { runAgainWhenLate } from "./run-again-when-late.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** A playground may start eight processes, end them, and start them again. */
const REPLAY_LIMIT_MS = 180_000;

const course = await readCourse(root);
const machines = await QuickMachines.prepare();
afterAll(() => machines.remove());

const missing = missingPython(...LESSON_PACKAGES);
let opened: Promise<PythonPrograms> | undefined;
/** One process for all programs. */
const python = () => (opened ??= PythonPrograms.open());
afterAll(async () => (await opened)?.close());

describe("the lessons", () => {
  it("are there", () => {
    expect(course.lessons.length).toBeGreaterThanOrEqual(5);
  });

  it("have ids, order, links, anchors, blocks, times and language that hold", async () => {
    const problems = await courseProblems(root, course);
    expect(problems.map(({ message }) => message)).toEqual([]);
  });

  for (const { lesson, source } of course.lessons) {
    it.each(source.playgrounds.map((playground) => [playground.id, playground] as const))(
      `${lesson.id}: what is said about %s is true`,
      async (_, playground) => {
        const messages = await runAgainWhenLate(
          async () => {
            const problems = await replayProblems(playground, source, machines.boot);
            return problems.map(({ message }) => message);
          },
          (result) => result,
        );
        expect(messages).toEqual([]);
      },
      REPLAY_LIMIT_MS,
    );

    for (const program of source.programs) {
      it(`${lesson.id}: what is said about ${program.id} is true`, async ({ skip }) => {
        if (missing !== undefined) return skip(missing);
        const open = await python();
        const messages = await runAgainWhenLate(
          async () => {
            const problems = await pythonProblems(program, source, open, machines.boot);
            return problems.map(({ message }) => message);
          },
          (result) => result,
        );
        expect(messages).toEqual([]);
      });
    }
  }
});

const frontMatter: Lesson = {
  id: "a-lesson",
  title: "A lesson",
  summary: "One.",
  minutes: 1,
  objectives: ["see"],
  prerequisites: [],
  sources: ["RFC 9110"],
};

function courseOf(body: string, lesson: Partial<Lesson> = {}): CheckedCourse {
  const file = "lessons/01-part/01-a.mdx";
  return {
    lessons: [
      {
        lesson: { ...frontMatter, ...lesson },
        path: "01-part/01-a.mdx",
        source: readLessonSource(body, file),
      },
    ],
    exercises: new Map([["cart", "/exercises/cart/"]]),
    problems: [],
  };
}

function faults(body: string, lesson?: Partial<Lesson>): string[] {
  return staticProblems(courseOf(body, lesson)).map(({ message }) => message);
}

async function replayed(body: string): Promise<string[]> {
  const source = readLessonSource(body, "lessons/01-part/01-a.mdx");
  const problems = await Promise.all(
    source.playgrounds.map((playground) => replayProblems(playground, source, machines.boot)),
  );
  return problems.flat().map(({ message }) => message);
}

const program = `<Playground id="echo" title="Echo">

\`\`\`ts file="server.ts"
import { createServer } from "node:http";
createServer((req, res) => {
  res.setHeader("Set-Cookie", "a=1");
  res.end("Hello " + req.url);
}).listen(7148);
\`\`\`

\`\`\`wire
> GET /x
< 200
< Set-Cookie: a=…
<
< Hello /x
\`\`\`

</Playground>
`;

describe("the checker of files", () => {
  it("accepts a lesson in which all holds", () => {
    expect(faults(`## One\n\n[up](#one), [there](/exercises/cart/)\n\n${program}`)).toEqual([]);
  });

  it.each([
    ["a link to no page", "[x](/nowhere/)", "01-a.mdx:1: No page has the address /nowhere/."],
    ["a link to no heading", "## One\n\n[x](#two)", "01-a.mdx:3: #two has no such heading. There are: one."],
    ["a block that nothing runs", "```ts\nlet x;\n```", "01-a.mdx:1: Nothing runs this block."],
    [
      "an excerpt that is elsewhere",
      `${program}\n\`\`\`ts excerpt="echo"\nlet x;\n\`\`\``,
      "is not in the playground",
    ],
    ["a mark outside the block", '```ts shown="so" mark="2"\nlet x;\n```', 'mark="2" names a line'],
    ["an unknown component", "<Vidoe />", "<Vidoe> is not known here."],
    ["a heading of the first depth", "# One", '"One" is at depth 1'],
    ["a check on nothing", '<Check id="c" of="none" saw="status 200" />', 'no playground "none" to check'],
    [
      "an observation that is none",
      `${program}\n<Check id="c" of="echo" saw="a miracle" />`,
      '"a miracle" is no observation',
    ],
    ["a Python block that nothing runs", "```py\napp = 1\n```", "Nothing runs this Python block."],
    [
      "a Python program of which nothing is said",
      '```py id="f" run="flask"\napp = 1\n```',
      'Nothing is said of "f"',
    ],
    [
      "a Python program like no playground",
      '```py id="f" run="flask" like="none"\napp = 1\n```',
      'no playground "none" to be like',
    ],
    ["a playground id twice", `${program}\n${program}`, 'The playground id "echo" is taken'],
  ])("names the file, the line and the remedy for %s", (_, body, message) => {
    expect(faults(body)).toContainEqual(expect.stringContaining(message));
  });

  it("refuses a prerequisite that does not come earlier", () => {
    expect(faults("", { prerequisites: ["later"] })).toContainEqual(
      expect.stringContaining('The prerequisite "later" is no earlier lesson'),
    );
  });

  it.each(["01-part/02-a.mdx", "02-part/01-a.mdx"])("refuses a gap in the numbers, as before %s", (path) => {
    const [lesson] = courseOf("").lessons;
    if (lesson === undefined) throw new Error("The course has a lesson.");
    const gap = { ...courseOf(""), lessons: [{ ...lesson, path }] };
    expect(staticProblems(gap)).toHaveLength(1);
  });
});

describe("the replay", () => {
  it("accepts what is true", async () => {
    const check = '<Check id="c" of="echo" saw="response set-cookie a" />';
    expect(await replayed(`${program}\n${check}`)).toEqual([]);
  });

  it.each([
    ["another status", program.replace("< 200", "< 201"), "01-a.mdx:12: GET /x (Alice) should answer 201"],
    ["another body", program.replace("Hello /x", "Hello /y"), "and said\nHello /x"],
    ["another header", program.replace("a=…", "b=…"), "should send Set-Cookie: b=…, and sent a=1"],
    ["a header too many", program.replace("< Set-Cookie: a=…", "<! Set-Cookie"), "should send no Set-Cookie"],
    [
      "a program that ends",
      program.replace("createServer(", "throw new Error('no'); ("),
      "ended before it listened",
    ],
    [
      "a check that cannot be met",
      `${program}\n<Check id="c" of="echo" saw="request cookie a" />`,
      'do not lead to the check "c"',
    ],
    [
      "a check that is met before the reader mends anything",
      `${program}\n<Check mended id="c" of="echo" saw="response set-cookie a" />`,
      "is met before anything is mended",
    ],
  ])("reports %s", async (_, body, message) => {
    expect(await replayed(body)).toContainEqual(expect.stringContaining(message));
  });
});

describe("a lesson with hosts, processes and a clock", () => {
  const body = `<Playground id="two" title="Two servers">

\`\`\`ts file="server.ts"
import { createServer } from "node:http";
createServer((req, res) => {
  const year = new Date().getUTCFullYear();
  res.end(process.env.NAME + " " + req.headers.host + " " + req.headers["x-forwarded-proto"] + " " + year);
}).listen(process.env.PORT);
\`\`\`

\`\`\`json bench
{
  "processes": [
    { "name": "a", "run": "node server.ts", "port": 7148, "env": { "NAME": "A" } },
    { "name": "b", "run": "node server.ts", "port": 7149, "env": { "NAME": "B" }, "after": ["a"] }
  ],
  "hosts": [
    { "name": "shop.test", "scheme": "https", "servers": ["a", "b"] },
    { "name": "b.test", "servers": ["b"] }
  ]
}
\`\`\`

\`\`\`wire
> GET /
< 200
<
< A shop.test https …
> GET http://b.test/
< 200
<
< B b.test http …
@stop b
> GET http://b.test/
< 503
> GET https://shop.test/
< 200
<
< A …
@start b
@clock +10y
> GET http://b.test/
< 200
@clock now
> GET http://b.test/
< 200
<
< B b.test http THIS_YEAR
\`\`\`

</Playground>

<Check id="survives" of="two" saw="GET https://shop.test/ and server a then GET http://b.test/ and server b and 3650d later" />
<Check id="down" of="two" saw="host b.test and status 503 and server b down" />
`.replace("THIS_YEAR", String(new Date().getUTCFullYear()));

  it("is replayed as it says, and its checks see who answered, and when", async () => {
    const { source } = courseOf(body).lessons[0] ?? {};
    const [playground] = source?.playgrounds ?? [];
    if (source === undefined || playground === undefined) throw new Error("A playground.");
    const problems = await replayProblems(playground, source, machines.boot);
    expect(problems.map(({ message }) => message)).toEqual([]);
  });

  it("is refused when it does not happen so", async () => {
    const { source } = courseOf(body.replace("@stop b", "@stop a")).lessons[0] ?? {};
    const [playground] = source?.playgrounds ?? [];
    if (source === undefined || playground === undefined) throw new Error("A playground.");
    const messages = (await replayProblems(playground, source, machines.boot)).map(String);
    expect(messages.join("\n")).toContain("GET http://b.test/ (Alice) should answer 503, and answered 200");
  });
});

describe("a request that a page of another site makes", () => {
  const body = `<Playground id="cross" title="Across sites">

\`\`\`ts file="server.ts"
import { createServer } from "node:http";
createServer((req, res) => {
  res.setHeader("Set-Cookie", ["lax=1; SameSite=Lax", "none=1; SameSite=None; Secure"]);
  if (req.url === "/away") res.writeHead(303, { Location: "/" });
  res.end(\`\${req.headers["sec-fetch-site"]} \${req.headers.cookie}\`);
}).listen(7148);
\`\`\`

\`\`\`wire
> GET /
< 200
<
< none undefined
@from https://evil.test/
> GET /away
< 303
<
< cross-site lax=1; none=1
@from https://evil.test/
> POST /
< 200
<
< cross-site none=1
@from https://evil.test/ fetch
> POST /
< 200
<
< cross-site none=1
\`\`\`

</Playground>
`;

  it("carries what a browser would let go with it", async () => {
    const source = readLessonSource(body, "lessons/01-part/01-a.mdx");
    const [playground] = source.playgrounds;
    if (playground === undefined) throw new Error("A playground.");
    const problems = await replayProblems(playground, source, machines.boot);
    expect(problems.map(({ message }) => message)).toEqual([]);
  });
});

describe("a lesson with an attacker", () => {
  const server = (sameSite: string, account: string) => `import { createServer } from "node:http";
createServer((req, res) => {
  if (req.url === "/login") res.setHeader("Set-Cookie", "sid=alice; Secure; HttpOnly; SameSite=${sameSite}");
  if (req.method === "POST" && req.url === "/pay") res.end(req.headers.cookie ?? "nobody");
  else res.end(${account});
}).listen(7148);`;
  const body = `<Playground id="attack" title="Attack">

\`\`\`ts file="server.ts"
${server("None", 'req.headers.cookie ?? "nobody"')}
\`\`\`

\`\`\`json bench
{ "hosts": [{ "name": "shop.test", "scheme": "https", "servers": ["server"] }], "browsers": ["Alice", "Mallory"] }
\`\`\`

\`\`\`wire
> GET /login
< 200
@from https://evil.test/win
> POST /pay
< 200
<
< sid=alice
@Mallory takes sid from Alice
> GET /
< 200
<
< sid=alice
\`\`\`

</Playground>

\`\`\`ts mends="attack" file="server.ts"
${server("Lax", 'req.headers.cookie ?? "nobody"')}
\`\`\`

\`\`\`wire of="attack" mended
> GET /login
< 200
@from https://evil.test/win
> POST /pay
< 200
<
< nobody
\`\`\`

<Check mended id="stopped" of="attack" saw="POST https://shop.test/pay and no request cookie sid" />
`;

  it("is replayed as it says, before the mend and after it", async () => {
    expect(await replayed(body)).toEqual([]);
  });

  it("is refused when the mend does not hold", async () => {
    const messages = await replayed(body.replace("SameSite=Lax", "SameSite=None"));
    expect(messages.join("\n")).toContain("should say\nnobody\nand said\nsid=alice");
  });

  it("is refused when there is nothing to take", async () => {
    const messages = await replayed(body.replace("takes sid", "takes uid"));
    expect(messages.join("\n")).toContain("Alice's jar has no cookie uid that Mallory could take.");
  });

  it("is refused when it shows a mended program, and not how to mend it", () => {
    expect(faults(body.replace('mends="attack" ', 'shown="as an example" '))).toContainEqual(
      expect.stringContaining('No block shows how "attack" is mended'),
    );
  });
});

describe.skipIf(missing !== undefined)("a Python program", () => {
  const lesson = (framework: string, python: string, more = "", meta = 'like="echo"') => `${program}
\`\`\`py id="py" run="${framework}" ${meta}
${python}
\`\`\`
${more}`;
  const flask = `from flask import Flask, make_response
app = Flask(__name__)

@app.get("/x")
def x():
    response = make_response("Hello")
    response.headers.add("Set-Cookie", "a=1")
    return response`;
  const fastapi = `from fastapi import FastAPI, Response
app = FastAPI()

@app.get("/x")
def x(response: Response):
    response.headers.append("Set-Cookie", "a=1")`;

  async function problems(body: string): Promise<string[]> {
    const source = readLessonSource(body, "lessons/01-part/01-a.mdx");
    const found = source.programs.map(async (one) =>
      pythonProblems(one, source, await python(), machines.boot),
    );
    return (await Promise.all(found)).flat().map(({ message }) => message);
  }

  it.each([
    ["flask", flask],
    ["fastapi", fastapi],
  ])("in %s that sets the same cookies is accepted", async (framework, text) => {
    expect(await problems(lesson(framework, text))).toEqual([]);
  });

  it.each([
    ["another cookie", flask.replace("a=1", "a=2"), "of a, value is 2, not 1"],
    ["an attribute too many", flask.replace("a=1", "a=1; HttpOnly"), "httpOnly is true, not false"],
    ["another kind of answer", flask.replace("/x", "/y"), "it should answer 200, and answered 404"],
    ["no app", "import flask", "the program defines no app"],
    ["a fault in the text", "app = = 1", "SyntaxError"],
  ])("with %s is refused, at its line", async (_, text, message) => {
    const [first] = await problems(lesson("flask", text));
    expect(first).toContain("lessons/01-part/01-a.mdx:21: ");
    expect(first).toContain(message);
  });

  it("is driven by its own wire blocks, starts anew, and lives on the course's clock", async () => {
    const text = `from flask import Flask
from datetime import datetime
app = Flask(__name__)
visits = 0

@app.get("/")
def index():
    global visits
    visits += 1
    return f"{visits} {datetime.now().year}"`;
    const year = new Date().getUTCFullYear();
    const wire = (last: string) => `
\`\`\`wire of="py"
> GET /
< 200
<
< 1 ${year}
@clock +10y
> GET /
< 200
<
< 2 ${year + 10}
@restart
> GET /
< 200
<
< ${last}
\`\`\``;
    const [right] = [await problems(lesson("flask", text, wire("1 …"), ""))];
    expect(right).toEqual([]);
    const [wrong] = await problems(lesson("flask", text, wire("3 …"), ""));
    expect(wrong).toContain("GET / (Alice) should say\n3 …\nand said\n1 ");
  });
});
