import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { holdResponse } from "./response-gate.ts";
import { TrialClient } from "./trial-client.ts";

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** What the handler writes, through a gate whose commit takes its time or none. */
async function answerOf(kind: "at once" | "later" | "failing", handler: RequestListener) {
  server = createServer((request, response) => {
    holdResponse(response, {
      commit: () => {
        if (kind === "at once") return;
        return new Promise((resolve, reject) => {
          setImmediate(() => (kind === "later" ? resolve() : reject(new Error("no"))));
        });
      },
      tell: () => response.setHeader("X-Committed", "yes"),
      refuse: () => {
        response.statusCode = 503;
        response.end("refused");
      },
    });
    handler(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return new TrialClient().get(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

const HANDLERS: Readonly<Record<string, [RequestListener, { status: number; text: string }]>> = {
  end: [(_req, res) => res.end("all"), { status: 200, text: "all" }],
  "write and end": [
    (_req, res) => {
      res.write("a");
      res.write("b");
      res.end("c");
    },
    { status: 200, text: "abc" },
  ],
  // As compression 1.7 does: for all it can see, no write has made a head yet.
  "a head before each write": [
    (_req, res) => {
      for (const text of ["a", "b"]) {
        const inner = res as unknown as { _header: unknown; _implicitHeader(): void };
        if (!inner._header) inner._implicitHeader();
        res.write(text);
      }
      res.end();
    },
    { status: 200, text: "ab" },
  ],
  "writeHead with headers": [
    (_req, res) => {
      res.writeHead(201, "Made", { "X-Committed": "no", "X-Own": "1" }).end("made");
    },
    { status: 201, text: "made" },
  ],
  "writeHead with a list": [
    (_req, res) => {
      res.writeHead(202, ["Set-Cookie", "a=1", "Set-Cookie", "b=2"]);
      res.end("listed");
    },
    { status: 202, text: "listed" },
  ],
  "writeHead with lists in a list": [
    (_req, res) => {
      res.writeHead(202, ["Set-Cookie", ["a=1", "b=2"], "X-Own", "1"] as unknown as string[]);
      res.end("listed");
    },
    { status: 202, text: "listed" },
  ],
  "write, flushHeaders, and more when there is room": [
    (_req, res) => {
      const hasRoom = res.write("a");
      res.flushHeaders();
      if (hasRoom) res.end("b");
      else res.once("drain", () => res.end("b"));
    },
    { status: 200, text: "ab" },
  ],
  flushHeaders: [
    (_req, res) => {
      res.flushHeaders();
      setImmediate(() => res.end("flushed"));
    },
    { status: 200, text: "flushed" },
  ],
  "a pipe of 4 MB": [
    (_req, res) => {
      Readable.from(Array.from({ length: 64 }, () => Buffer.alloc(65_536, "x"))).pipe(res);
    },
    { status: 200, text: "x".repeat(64 * 65_536) },
  ],
};

describe("a held response", () => {
  for (const [name, [handler, expected]] of Object.entries(HANDLERS)) {
    it.each(["at once", "later"] as const)(
      `sends what the handler writes: ${name} (commit %s)`,
      async (kind) => {
        const answer = await answerOf(kind, handler);
        expect(answer.header("x-committed")).toBe("yes");
        expect({ status: answer.status, text: answer.text === expected.text }).toEqual({
          status: expected.status,
          text: true,
        });
        if (name.endsWith(" list")) expect(answer.setCookies).toEqual(["a=1", "b=2"]);
      },
    );

    it(`drops what the handler writes when the commit fails: ${name}`, async () => {
      const answer = await answerOf("failing", handler);
      expect([answer.status, answer.text]).toEqual([503, "refused"]);
    });
  }

  it("has a second head thrown back at its handler, as Node does", async () => {
    const seen: unknown[] = [];
    const answer = await answerOf("later", (_req, res) => {
      res.write("one");
      try {
        res.writeHead(500);
      } catch (error) {
        seen.push((error as { code: unknown }).code);
      }
      res.end();
    });
    expect(seen).toEqual(["ERR_HTTP_HEADERS_SENT"]);
    expect([answer.status, answer.text]).toEqual([200, "one"]);
  });

  it("looks to its handler as sent while the commit is under way", async () => {
    const seen: unknown[] = [];
    const answer = await answerOf("later", (_req, res) => {
      res.end("done");
      seen.push(res.headersSent);
      try {
        res.setHeader("X-Late", "1");
      } catch (error) {
        seen.push((error as { code: unknown }).code);
      }
      res.statusCode = 500;
    });
    expect(seen).toEqual([true, "ERR_HTTP_HEADERS_SENT"]);
    expect([answer.status, answer.header("x-late")]).toEqual([200, undefined]);
  });
});
