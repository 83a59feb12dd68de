import { describe, expect, it } from "vitest";
import { offeredRequests } from "./lesson-playground.ts";
import { readLessonSource } from "./lesson-source.ts";

const fence = "```";
const playground = `<Playground id="p" title="P">

${fence}ts file="server.ts"
let x = "<b>";
${fence}

${fence}wire
# Look
> GET /
< 200

> GET /
< 200

> POST /json
> Content-Type: application/json
>
> {"a":1}
< 200

> POST /form
> Content-Type: application/x-www-form-urlencoded
>
> a=1&b=two+words
< 303
${fence}

</Playground>
`;

const read = (source: string) => readLessonSource(source, "lessons/a.mdx");

describe("a lesson's source", () => {
  it("holds programs as they are written, with the lines on which they stand", () => {
    const [found] = read(`---\nid: a\n---\n\n${playground}`).playgrounds;
    expect(found).toMatchObject({
      id: "p",
      line: 5,
      files: { "server.ts": 'let x = "<b>";\n' },
      lines: { "server.ts": 8 },
      entry: "server.ts",
      view: "requests",
      agents: ["Alice"],
    });
    expect(found?.steps).toHaveLength(4);
  });

  it("offers each request once, with its body", () => {
    const [found] = read(playground).playgrounds;
    if (found === undefined) throw new Error("The source has a playground.");
    expect(offeredRequests(found)).toEqual([
      { method: "GET", path: "/" },
      { label: 'POST /json {"a":1}', method: "POST", path: "/json", json: { a: 1 } },
      {
        label: "POST /form a=1&b=two+words",
        method: "POST",
        path: "/form",
        form: { a: "1", b: "two words" },
      },
    ]);
  });

  it("offers a request that has headers of its own with them, and names them", () => {
    const cookie = "role=admin; theme=dark; language=en";
    const block = `${fence}wire of="p"\n> GET /\n> Cookie: ${cookie}\n${fence}\n`;
    const [found] = read(`${playground}\n${block}`).playgrounds;
    if (found === undefined) throw new Error("The source has a playground.");
    expect(offeredRequests(found).at(-1)).toEqual({
      label: "GET / (Cookie: role=admin; theme=dark; language…)",
      method: "GET",
      path: "/",
      headers: [["Cookie", cookie]],
    });
  });

  it("adds later wire blocks to their playground", () => {
    const [found] = read(`${playground}\n${fence}wire of="p"\n@Bob\n> GET /\n${fence}\n`).playgrounds;
    expect(found?.steps).toHaveLength(5);
    expect(found?.agents).toEqual(["Alice", "Bob"]);
  });

  it("holds what a bench block says, beside the browsers of the wire blocks", () => {
    const bench = `${fence}json bench
{
  "processes": [
    { "name": "a", "run": "node server.ts", "port": 7001 },
    { "name": "b", "run": "node server.ts", "port": 7002, "after": ["a"] }
  ],
  "hosts": [{ "name": "shop.test", "scheme": "https", "servers": ["a", "b"] }],
  "browsers": ["Alice", "Mallory"]
}
${fence}

${fence}wire
@Bob
@stop b
> GET https://shop.test/
< 200
${fence}
`;
    const whole = playground.replace("</Playground>", `${bench}\n</Playground>`);
    const [found] = read(whole).playgrounds;
    expect(found?.agents).toEqual(["Alice", "Mallory", "Bob"]);
    expect(found?.setup.hosts).toEqual([
      { name: "shop.test", scheme: "https", servers: [7001, 7002], balance: "round-robin" },
    ]);
    expect(() => read(whole.replace('"after": ["a"]', '"after": ["c"]'))).toThrow(
      /^lessons\/a\.mdx:32: .*"b" waits for "c", which is no process before it/,
    );
    expect(() => read(whole.replace("@stop b", "@stop c"))).toThrow('"@stop c": the processes are a, b.');
    expect(() => read(whole.replace('node server.ts", "port": 7001', 'node app.ts", "port": 7001'))).toThrow(
      "has no file app.ts",
    );
  });

  it("gives headings the anchors that the page has", () => {
    expect(read("## Set it, and `see`\n\n## Set it, and see").headings.map(({ slug }) => slug)).toEqual([
      "set-it-and-see",
      "set-it-and-see-1",
    ]);
  });

  it.each([
    ['<Playground id="p" />', 'needs id="…" (permanent, unique) and title="…"'],
    ['<Playground id="p" title="P" colour="red" />', 'has no attribute "colour"'],
    ['<Playground id="p" title={1} />', "takes text attributes only"],
    ['<Playground id="p" title="P"></Playground>', "has no file server.ts"],
    [playground.replace('file="server.ts"', ""), 'needs file="server.ts"'],
    [playground.replace('file="server.ts"', 'file="server.ts" record="1-2"'), 'record="1-2" names a line'],
    [playground.replace('title="P"', 'title="P" view="tv"'), 'must be "browser" or "requests"'],
    [`${fence}wire of="q"\n> GET /\n${fence}`, "has no such playground"],
    ['<Check id="c" />', "A <Check> needs"],
    ['<Predict question="?" choices="a | b" answer="3" />', "A <Predict> needs"],
  ])("refuses %j", (source, message) => {
    expect(() => read(source)).toThrow(message);
  });
});

describe("the same in other systems", () => {
  const flask = `${fence}py tab="Flask" id="f" run="flask" like="p" cookies="session=tina4_session"
app = 1
${fence}`;
  const shown = `${fence}py tab="Elsewhere" shown="it cannot be installed here"
app = 2
${fence}`;

  it("has Python programs with the wire blocks of their own", () => {
    const wire = `${fence}wire of="f"\n> GET /\n< 200\n${fence}`;
    const { programs, tabs } = read(`<Tabs>\n\n${flask}\n\n${shown}\n\n</Tabs>\n\n${wire}`);
    expect(programs).toMatchObject([{ id: "f", framework: "flask", text: "app = 1\n", like: "p", line: 3 }]);
    expect(programs[0]?.cookieNames.get("session")).toBe("tina4_session");
    expect(programs[0]?.steps).toHaveLength(1);
    expect(tabs).toEqual([{ names: ["Flask", "Elsewhere"], line: 1 }]);
  });

  it.each([
    [flask.replace("flask", "django"), 'a.mdx:1: run="django" must be run="flask" or run="fastapi".'],
    [flask.replace('id="f" ', ""), "needs an id"],
    [flask.replace("session=tina4_session", "session"), 'cookies="session" must be pairs'],
    [`<Tabs>\n\n${flask}\n\n</Tabs>`, "<Tabs> needs two code blocks"],
    [`<Tabs>\n\nText\n\n${flask}\n\n${shown}\n\n</Tabs>`, "a.mdx:3: The first thing in <Tabs>"],
    [`<Tabs>\n\n${flask}\n\n${flask}\n\n</Tabs>`, 'two named "Flask"'],
  ])("refuses %s", (source, message) => {
    expect(() => read(source)).toThrow(message);
  });
});
