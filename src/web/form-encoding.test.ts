import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import fc from "fast-check";
import multer from "multer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MovableClock } from "./clock.ts";
import { encodeForm, encodeQuery, type FormEntry } from "./form-encoding.ts";
import { NodeNetwork } from "./node-network.ts";
import { UserAgent } from "./user-agent.ts";

const text = (entries: readonly FormEntry[], encoding: Parameters<typeof encodeForm>[1], boundary?: string) =>
  new TextDecoder().decode(encodeForm(entries, encoding, boundary).body);

const file = (content: string, filename = "a.txt", type = "text/plain") => ({
  filename,
  type,
  bytes: new TextEncoder().encode(content),
});

describe("encoding", () => {
  it("urlencodes with plus, percent and normalised lines; a file stands by its name", () => {
    const entries: FormEntry[] = [
      ["a b", "1&2=3 ~*-._"],
      ["line", "x\ny\rz\r\n"],
      ["f", file("data")],
      ["é", "春"],
    ];
    expect(encodeQuery(entries)).toBe(
      "a+b=1%262%3D3+%7E*-._&line=x%0D%0Ay%0D%0Az%0D%0A&f=a.txt&%C3%A9=%E6%98%A5",
    );
  });

  it("writes text/plain line by line", () => {
    expect(
      text(
        [
          ["a", "1\n2"],
          ["b", ""],
        ],
        "text/plain",
      ),
    ).toBe("a=1\r\n2\r\nb=\r\n");
  });

  it("writes multipart with quoted names and bytes as they are", () => {
    const entries: FormEntry[] = [
      ['na"me\n', "x\ny"],
      ["f", file("l\nl", 'q".txt', "")],
    ];
    expect(text(entries, "multipart/form-data", "B")).toBe(
      '--B\r\nContent-Disposition: form-data; name="na%22me%0D%0A"\r\n\r\nx\r\ny\r\n' +
        '--B\r\nContent-Disposition: form-data; name="f"; filename="q%22.txt"\r\nContent-Type: application/octet-stream\r\n\r\nl\nl\r\n--B--\r\n',
    );
  });

  it("says its boundary, a new one each time", () => {
    const [a, b] = [encodeForm([], "multipart/form-data"), encodeForm([], "multipart/form-data")];
    expect(a.contentType).toMatch(/^multipart\/form-data; boundary=----KeepsakeFormBoundary[0-9a-f]{32}$/);
    expect(a.contentType).not.toBe(b.contentType);
  });
});

describe("what a real server reads", () => {
  let server: Server;
  let agent: UserAgent;

  beforeAll(async () => {
    const app = express();
    app.post("/plain", express.urlencoded({ extended: false }), (request, response) => {
      response.json(Object.entries(request.body as Record<string, string | string[]>));
    });
    app.post("/multi", multer().any(), (request, response) => {
      const files = Array.isArray(request.files) ? request.files : [];
      response.json({
        fields: request.body,
        files: files.map(({ fieldname, originalname, mimetype, buffer }) => [
          fieldname,
          originalname,
          mimetype,
          buffer.toString("base64"),
        ]),
      });
    });
    app.get("/query", (request, response) => {
      response.json(request.query);
    });
    server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    agent = new UserAgent({ name: "Alice", clock: new MovableClock(), network: new NodeNetwork(() => port) });
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const value = fc
    .string({ unit: "grapheme", maxLength: 30 })
    .map((each) => each.replace(/\r\n?|\n/g, "\r\n"));

  it("urlencoded", async () => {
    await fc.assert(
      fc.asyncProperty(value, value, async (one, two) => {
        const page = await agent.submit({
          action: "http://shop.test/plain",
          method: "post",
          entries: [
            ["a", one],
            ["b", two],
            ["b", one],
          ],
        });
        expect(JSON.parse(page.text)).toEqual([
          ["a", one],
          ["b", [two, one]],
        ]);
      }),
      { numRuns: 50 },
    );
  });

  it("multipart, with files", async () => {
    await fc.assert(
      fc.asyncProperty(value, fc.uint8Array({ maxLength: 300 }), async (field, bytes) => {
        const entries: FormEntry[] = [
          ["field", field],
          ["up", { filename: "b i.bin", type: "image/png", bytes }],
        ];
        const page = await agent.submit({
          action: "http://shop.test/multi",
          method: "post",
          encoding: "multipart/form-data",
          entries,
        });
        expect(JSON.parse(page.text)).toEqual({
          fields: { field },
          files: [["up", "b i.bin", "image/png", Buffer.from(bytes).toString("base64")]],
        });
      }),
      { numRuns: 50 },
    );
  });

  it("a GET form replaces the query of its action", async () => {
    const page = await agent.submit({ action: "http://shop.test/query?old=1#top", entries: [["q", "a b"]] });
    expect(JSON.parse(page.text)).toEqual({ q: "a b" });
    expect(page.url).toBe("http://shop.test/query?q=a+b#top");
  });
});
