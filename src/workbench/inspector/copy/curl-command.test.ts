import { execFile } from "node:child_process";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RecordedRequest } from "../../../web/exchange.ts";
import type { HeaderPair } from "../../../web/http.ts";
import { curlCommand } from "./curl-command.ts";

const run = promisify(execFile);

/** As a learner pastes it: a command line may be longer than one argument of a program. */
async function bash(command: string): Promise<void> {
  const running = run("bash", ["--noprofile", "--norc", "-e"], { timeout: 60_000 });
  running.child.stdin?.end(`${command}\n`);
  await running;
}

const hasCurl = await run("bash", ["-c", "curl --version"]).then(
  () => true,
  () => false,
);

interface Arrived {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderPair[];
  readonly body: Uint8Array;
}

function recorded(
  method: string,
  url: string,
  headers: readonly HeaderPair[],
  content: string | Uint8Array = "",
): RecordedRequest {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return { method, url, headers, body: { byteLength: bytes.byteLength, bytes } };
}

describe.skipIf(!hasCurl)("run by bash and the real curl, the request arrives as it was", () => {
  let server: Server;
  let arrived: Arrived | undefined;
  let origin = "";

  beforeAll(async () => {
    server = createServer(async (request: IncomingMessage, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { rawHeaders } = request;
      const headers: HeaderPair[] = [];
      for (let at = 0; at < rawHeaders.length; at += 2) {
        headers.push([rawHeaders[at] ?? "", rawHeaders[at + 1] ?? ""]);
      }
      const body = new Uint8Array(Buffer.concat(chunks));
      arrived = { method: request.method ?? "", target: request.url ?? "", headers, body };
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  /** What the server got since the last time. */
  function taken(): Arrived {
    if (arrived === undefined) throw new Error("Nothing arrived.");
    return arrived;
  }

  /** Sends it with curl and compares; the order of fields is curl's. */
  async function expectSame(request: RecordedRequest): Promise<void> {
    arrived = undefined;
    await bash(curlCommand({ request }));
    const url = new URL(request.url);
    const fields = (headers: readonly HeaderPair[]) =>
      headers
        .filter(([name]) => name.toLowerCase() !== "content-length")
        .map(([name, value]) => `${name}: ${value}`)
        .toSorted();
    const { method, target, headers, body } = taken();
    expect([method, target]).toEqual([request.method, url.pathname + url.search]);
    expect(fields(headers)).toEqual(fields(request.headers));
    expect(Buffer.compare(body, request.body.bytes)).toBe(0);
  }

  const host = (): HeaderPair => ["Host", new URL(origin).host];

  test("a visit with its cookies", () =>
    expectSame(
      recorded("GET", `${origin}/cart?a=1&b=%20x#part`, [
        host(),
        ["User-Agent", "Mozilla/5.0 (Virtual) Keepsake/1.0"],
        ["Accept", "text/html,*/*;q=0.8"],
        ["Cookie", "tina4_session=s%3Aa'b\"$HOME`id`; theme=dark"],
      ]),
    ));

  test("without the fields that curl would add", () => expectSame(recorded("GET", `${origin}/`, [host()])));

  test("with a field that is there twice, one that is empty, and a Host of its own", () =>
    expectSame(
      recorded("GET", `${origin}/[x]{y,z}?q[]=1`, [
        ["Host", "shop.test"],
        ["X-Twice", "one"],
        ["X-Twice", "two"],
        ["X-Empty", ""],
      ]),
    ));

  test.each(["DELETE", "OPTIONS", "HEAD", "POST", "PUT"])("%s without a body", (method) =>
    expectSame(recorded(method, `${origin}/`, [host()])),
  );

  test("a form, JSON with all that a shell knows, and a body that begins with @", async () => {
    const form = "application/x-www-form-urlencoded";
    await expectSame(recorded("POST", `${origin}/`, [host(), ["Content-Type", form]], "a=1&b=%26"));
    const json = JSON.stringify({ text: 'it\'s "$PATH" `id` \\ !! \n\t€ %s %d #' }, null, 2);
    await expectSame(recorded("PATCH", `${origin}/`, [host(), ["Content-Type", "application/json"]], json));
    await expectSame(recorded("POST", `${origin}/`, [host()], "@/etc/hostname"));
    await expectSame(recorded("GET", `${origin}/`, [host()], "a body with GET\n"));
  });

  test("bytes that are no text, and a large text", async () => {
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    await expectSame(recorded("POST", `${origin}/`, [host()], all));
    await expectSame(recorded("POST", `${origin}/`, [host()], "'x' ".repeat(50_000)));
  });

  test("header values of any bytes, as one character for each", async () => {
    await expectSame(recorded("GET", `${origin}/`, [host(), ["X-Latin", "caf\u00e9 it's \\"]]));
    await expectSame(recorded("GET", `${origin}/`, [host(), ["X-Utf8", "caf\u00c3\u00a9"]]));
  });

  test("whatever is sent", async () => {
    const value = fc
      .array(
        fc.integer({ min: 0x21, max: 0xff }).filter((code) => code !== 0x7f && (code < 0x80 || code > 0x9f)),
      )
      .map((codes) => String.fromCharCode(...codes));
    await fc.assert(
      fc.asyncProperty(value, fc.uint8Array({ maxLength: 60 }), async (text, body) => {
        await expectSame(recorded("POST", `${origin}/`, [host(), ["X-Any", text]], body));
      }),
      { numRuns: 40 },
    );
  });
});

test("a body that is not there whole is said to be cut, never silently", () => {
  const request = recorded("POST", "http://localhost:7148/", [], "first part");
  const cut = { ...request, body: { ...request.body, byteLength: 300_000 } };
  expect(curlCommand({ request: cut }).split("\n")[0]).toBe(
    "# The body had 300000 bytes, of which 299990 were not recorded: this command does not send them.",
  );
  const dropped = { ...request, body: { byteLength: 10, bytes: new Uint8Array() } };
  expect(curlCommand({ request: dropped }, true)).toContain("10 were let go");
});
