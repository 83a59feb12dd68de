import { afterEach, describe, expect, it } from "vitest";
import { chapterCurlLines, curlLines } from "./chapter-lines.fixture.ts";
import { type TrialTerminal, trialTerminal } from "./terminal-world.fixture.ts";

/** Counts a visitor's requests by a cookie, and says what came. */
const server = (port: number) => `
import { createServer } from "node:http";
const seen = new Map();
createServer((request, response) => {
  let body = "";
  request.on("data", (text) => (body += text));
  request.on("end", () => {
    const id = /visitor=(\\w+)/.exec(request.headers.cookie ?? "")?.[1] ?? String(seen.size + 1);
    seen.set(id, (seen.get(id) ?? 0) + 1);
    response.setHeader("Set-Cookie", "visitor=" + id + "; Path=/; HttpOnly");
    response.setHeader("Content-Type", "application/json");
    const { method, url, headers } = request;
    response.end(JSON.stringify({ method, url, type: headers["content-type"], host: headers.host, body, visitor: id, visits: seen.get(id) }));
  });
}).listen(${port});
`;

/** The shapes in which the chapters write curl, in lines of our own. */
const ourLines = `
# Put two things in
curl -X POST http://localhost:7148/basket/put \\
  -H "Content-Type: application/json" \\
  -d '{"item": 4, "count": 2}' \\
  -c cookies.txt -b cookies.txt
curl -X POST http://localhost:7145/basket/put \\
-H "Content-Type: application/json" \\
-d '{"item": 5, "count": 1}' \\
-c cookies.txt -b cookies.txt
# Look
curl http://localhost:7148/basket -b cookies.txt
curl http://localhost:7145/basket -c cookies.txt -b cookies.txt
# Empty it
curl -X POST http://localhost:7148/basket/empty -c cookies.txt -b cookies.txt9. Next
`;

let terminal: TrialTerminal | undefined;

afterEach(() => terminal?.close());

/** Runs all lines as printed; each must reach the server as one visitor's request. */
async function runAll(lines: readonly string[], port: number): Promise<void> {
  terminal = trialTerminal({ "server.ts": server(port) }, port);
  await terminal.bench.run();
  await terminal.bench.untilListening();
  let visits = 0;
  for (const line of lines) {
    const { stdout, stderr, exitCode } = await terminal.type(line);
    expect([stderr, exitCode], line).toEqual(["", 0]);
    const asked = /(?:-X (\w+) )?(http:\/\/(localhost:\d+)(\/\S*))/.exec(line);
    const answer: unknown = JSON.parse(stdout);
    expect(answer, line).toEqual({
      method: asked?.[1] ?? "GET",
      url: asked?.[4],
      host: asked?.[3],
      ...(line.includes("-H") ? { type: "application/json" } : {}),
      body: /-d '([^']*)'/.exec(line)?.[1] ?? "",
      // The first line saves the cookie; whoever sends it is the same visitor.
      visitor: "1",
      visits: ++visits,
    });
  }
  expect(terminal.exchanges()).toHaveLength(lines.length);
}

describe("lines as the chapters print them", () => {
  it.each([7148, 7145, 3000])("run with a server on port %i", async (port) => {
    const lines = curlLines(ourLines);
    expect(lines).toHaveLength(5);
    await runAll(lines, port);
  });

  it("run, in the chapters' own text", async (context) => {
    const lines = chapterCurlLines();
    if (lines === undefined) {
      context.skip("cannot run here: the chapters are not in this checkout");
      return;
    }
    expect(lines).toHaveLength(13);
    await runAll(lines, 7148);
  });

  it("say that no server runs, and how to start it", async () => {
    terminal = trialTerminal({ "server.ts": server(7148) });
    const { stderr, hints, exitCode } = await terminal.type("curl http://localhost:7145/basket");
    expect(stderr).toMatch(
      /^curl: \(7\) Failed to connect to localhost port 7145 after \d+ ms: Couldn't connect to server\n$/,
    );
    expect(hints.join()).toContain("Press Run");
    expect(exitCode).toBe(7);
  });
});
