import { describe, expect, it } from "vitest";
import type { HeaderPair, HttpResponse } from "./http.ts";
import { pageOfResponse, staysOnPage } from "./page-making.ts";

function pageOf(headers: readonly HeaderPair[], body: string | Uint8Array = "", status = 200) {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const response: HttpResponse = { status, statusText: "", headers, body: new ReadableStream() };
  return pageOfResponse(
    1,
    new URL("http://shop.test/a/report.pdf?x"),
    "GET",
    response,
    { bytes, truncated: false },
    [],
  );
}

describe("what a response without a Content-Type is", () => {
  it.each([
    ["  <!DOCTYPE html><p>", "text/html"],
    ["<h1>hello", "text/html"],
    ["<htmlx>", "text/plain"],
    ["just text <b>", "text/plain"],
    ["", "text/plain"],
    [Uint8Array.of(0, 1, 2), "application/octet-stream"],
  ])("%j is %s", (body, type) => {
    expect(pageOf([], body).contentType).toBe(type);
  });

  it("is never guessed when the server says one", () => {
    expect(pageOf([["Content-Type", "text/plain"]], "<html>")).toMatchObject({
      contentType: "text/plain",
      text: "<html>",
    });
    expect(pageOf([["Content-Type", "image/png"]], "x")).toMatchObject({
      contentType: "image/png",
      text: "",
    });
  });
});

describe("downloads", () => {
  it.each([
    ["attachment", "report.pdf"],
    ['attachment; filename="a \\"b\\".txt"', 'a "b".txt'],
    ["attachment; filename=plain.txt; size=1", "plain.txt"],
    ["attachment; filename=\"x.txt\"; filename*=UTF-8''%e6%98%a5.txt", "春.txt"],
    ["attachment; filename=../../etc/passwd", "passwd"],
    ['attachment; filename=".."', "download"],
    ["attachment; filename*=utf-8''%zz", "%zz"],
  ])("%s is named %s", (disposition, filename) => {
    expect(pageOf([["Content-Disposition", disposition]]).download).toEqual({ filename });
  });

  it("inline is a page; 204 and 205 leave the one before", () => {
    expect(pageOf([["Content-Disposition", "inline; filename=x"]]).download).toBeUndefined();
    expect([200, 204, 205, 404, 500].map((status) => staysOnPage(pageOf([], "", status)))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
  });
});

it("of two Referrer-Policy lines the last known word counts", () => {
  const policy = (...lines: string[]) =>
    pageOf(lines.map((line): HeaderPair => ["Referrer-Policy", line])).referrerPolicy;
  expect(policy("origin", "no-referrer, later")).toBe("no-referrer");
  expect(policy("origin", "later")).toBe("origin");
});
