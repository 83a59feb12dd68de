import { describe, expect, it } from "vitest";
import { readLessonSource } from "../course/lesson-source.ts";
import { bootLocalEngine } from "../engine/local/local-engine.ts";
import { replayProblems } from "./check-lessons-replay.ts";

const lesson = `<Playground id="pages" title="Requests of pages">

\`\`\`ts file="server.ts"
import { createServer } from "node:http";
createServer((req, res) => {
  if (req.url === "/enter") res.setHeader("Set-Cookie", ["lax=1; SameSite=Lax", "all=1; SameSite=None; Secure"]);
  if (req.method === "POST") res.writeHead(303, { Location: "/after" });
  if (req.url === "/framed") res.setHeader("X-Frame-Options", "DENY");
  if (req.url === "/open") {
    res.setHeader("Access-Control-Allow-Origin", "https://news.test");
    res.setHeader("Access-Control-Allow-Credentials", "true");
    res.setHeader("Access-Control-Allow-Methods", "PUT");
  }
  const asked = req.url === "/own" ? ", asked by " + req.headers["sec-fetch-site"] : "";
  res.end("Cookies: " + (req.headers.cookie ?? "none") + asked);
}).listen(7148);
\`\`\`

\`\`\`json bench
{ "processes": [{ "name": "server", "run": "node server.ts", "port": 7148 }],
  "hosts": [
    { "name": "shop.test", "scheme": "https", "servers": ["server"] },
    { "name": "news.test", "scheme": "https", "servers": ["server"] }
  ] }
\`\`\`

\`\`\`wire
> GET /enter
< 200

@from https://news.test/ fetch
> GET /closed
< 200
<
< Cookies: all=1
! …no Access-Control-Allow-Origin…

@from https://news.test/ fetch same-origin
> GET /open
< 200
<
< Cookies: none

@itself
> OPTIONS /open
< 200

@from https://news.test/ fetch
> PUT /open
< 200
<
< Cookies: all=1

@itself
> OPTIONS /closed
< 200

@from https://news.test/ fetch
> DELETE /closed
! …no Access-Control-Allow-Origin…

@from https://news.test/ fetch no-cors
> GET /open
< 200
! …opaque…

@from https://news.test/
> POST /closed
< 303

@itself
> GET /after
< 200
<
< Cookies: …

@from https://news.test/
> GET /closed
< 200
<
< Cookies: lax=1; all=1

@from https://news.test/ frame
> GET /closed
< 200
<
< Cookies: all=1

@from https://news.test/ frame
> POST /own
< 303
<
< Cookies: all=1, asked by same-origin

@itself
> GET /after
< 200

@from https://news.test/ frame
> GET /framed
< 200
! …X-Frame-Options…
\`\`\`

</Playground>
`;

async function replayed(body: string): Promise<string[]> {
  const source = readLessonSource(body, "lessons/01-part/01-a.mdx");
  const [playground] = source.playgrounds;
  if (playground === undefined) throw new Error("The lesson has a playground.");
  const problems = await replayProblems(playground, source, () => bootLocalEngine());
  return problems.map(({ message }) => message);
}

describe("requests that a page sends, in a wire block", () => {
  it("go out as a browser sends them, and what it does by itself is shown", async () => {
    expect(await replayed(lesson)).toEqual([]);
  });

  it.each([
    [
      "an answer that is said to be kept",
      lesson.replace("Cookies: none\n", "Cookies: none\n! Never\n"),
      "should be kept",
    ],
    [
      "a preflight that is not shown",
      lesson.replace("@itself\n> OPTIONS /open\n< 200\n", ""),
      "The browser also sent OPTIONS",
    ],
    [
      "a preflight that is not sent",
      lesson.replace(
        "@from https://news.test/ fetch same-origin\n",
        "@itself\n> OPTIONS /open\n< 200\n\n@from https://news.test/ fetch same-origin\n",
      ),
      "was not sent by the browser itself",
    ],
    [
      "an answer to a request that stayed at home",
      lesson.replace("> DELETE /closed\n", "> DELETE /closed\n< 200\n"),
      "was not sent: The browser kept",
    ],
    [
      "another body of what the browser sent by itself",
      lesson.replace("> GET /after\n< 200", "> GET /after\n< 404"),
      "should answer 404",
    ],
  ])("refuse %s", async (_, body, message) => {
    expect(await replayed(body)).toContainEqual(expect.stringContaining(message));
  });
});
