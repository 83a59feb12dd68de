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
= {"a":1}
@from https://news.test/ fetch no-cors
@from https://news.test/ fetch same-origin
@from https://news.test/ frame
@from https://news.test/
> POST https://shop.test/
! Not allowed
@itself
@clock now
@stop b
@start b`;
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
    "note: A script of the page https://news.test/ sends, credentials: include, mode: no-cors",
    "note: A script of the page https://news.test/ sends, credentials: same-origin",
    "note: A frame in the page https://news.test/ loads",
    "note: The page https://news.test/ leads to",
    "start: > POST https://shop.test/",
    "note: × Kept from the page: Not allowed",
    "note: The browser sends by itself",
    "note: The clock is back at real time",
    "note: The process b is killed",
    "note: The process b is started again",
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
