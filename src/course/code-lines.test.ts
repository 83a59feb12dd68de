import { createHighlighter } from "shiki";
import { expect, it } from "vitest";
import { codeLines } from "./code-lines.ts";

const highlighter = await createHighlighter({
  themes: ["github-light"],
  langs: ["ts", "text"],
  langAlias: { wire: "text" },
});

function lines(code: string, lang: string, meta = ""): string[] {
  const html = highlighter.codeToHtml(code, {
    lang,
    theme: "github-light",
    meta: { __raw: meta },
    transformers: [codeLines()],
  });
  return [...html.matchAll(/<span class="line"([^>]*)>(.*?)<\/span>(?=\n|<\/code>)/g)].map(
    ([, attributes = "", text = ""]) =>
      `${attributes.match(/data-\w+="(\w+)"/)?.[1] ?? "-"}: ${text.replaceAll(/<[^>]*>/g, "").replaceAll("&#x3C;", "<")}`,
  );
}

it("shows the wire notation in words, and marks what each line carries", () => {
  const code = `# Look
@Bob
@clock +61m
@restart
@parallel 10
> GET /
> Cookie: a=1
>
> body
< 200
< Set-Cookie: a=2
<! Location
= {"a":1}`;
  expect(lines(code, "wire")).toEqual([
    "note: Look",
    "note: In Bob’s browser",
    "note: The clock moves 61 minutes on",
    "note: The program is stopped and started again",
    "note: 10 times at once",
    "start: > GET /",
    "cookie: > Cookie: a=1",
    "line: ",
    "line: > body",
    "start: < 200",
    "cookie: < Set-Cookie: a=2",
    "line: < (no Location)",
    'record: = {"a":1}',
  ]);
});

it("marks the lines that the block names", () => {
  expect(lines("a\nb\nc\nd", "ts", 'file="x.ts" mark="1" cookie="2" attacker="4"')).toEqual([
    "mark: a",
    "cookie: b",
    "-: c",
    "attacker: d",
  ]);
});
