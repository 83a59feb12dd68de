import { multipart, type Part } from "../multipart.ts";
import { type Ask, post, postJson, type Scenario } from "../scenario.ts";

const form = (target: string, body: string, type = "application/x-www-form-urlencoded"): Ask =>
  post(target, { headers: { "Content-Type": type }, body });

const avatar: Part = { name: "avatar", filename: "me.png", type: "image/png", content: "PNG bytes" };
const title: Part = { name: "title", content: "Ein Bild: ü" };

export const bodyRequests: Scenario = {
  program: "bodies.cjs",
  requests: [
    postJson("/json", { a: [1, { b: "ü" }], c: null }),
    postJson("/json", "{broken"),
    postJson("/json", '"text"'),
    postJson("/json", ""),
    postJson("/json", '{"__proto__":{"x":1}}'),
    postJson("/json", { a: 1 }, { headers: { "Content-Type": "application/json; charset=latin1" } }),
    postJson("/json", { a: 1 }, { headers: { "Content-Type": "application/json; charset=x-none" } }),
    postJson("/json", { a: 1 }, { headers: { "Content-Type": "text/plain" } }),
    postJson("/json", "x".repeat(200_000)),
    postJson("/json", { a: 1 }, { headers: { "Content-Encoding": "weird" } }),
    postJson("/json-loose", "5", { headers: { "Content-Type": "application/anything" } }),
    postJson("/json-small", { long: "more than twenty bytes" }),
    postJson("/json-verify", "[1]"),
    post("/json", {
      headers: { "Content-Type": "application/json", "Transfer-Encoding": "chunked" },
      body: '{"a":1}',
    }),
    form("/form", "a=1&b=two+words&c=%C3%BC&a=3&d[e]=5"),
    form("/form-extended", "a[b][c]=1&list[]=x&list[]=y&dot.ted=1"),
    form("/form-few", "a=1&b=2&c=3"),
    form("/form", "%"),
    form("/form", "a=1", "application/x-www-form-urlencoded; charset=iso-8859-1"),
    form("/text", "plain text é", "text/plain"),
    form("/raw", "\u0000\u0001bytes", "application/octet-stream"),
    form("/none", "x=1"),
    form("/unread", "x".repeat(50_000)),
    form("/manual", "ünïcode in pieces", "text/plain"),
    form("/iterate", "y".repeat(300_000)),
    form("/echo", "echoed", "text/x-echo"),
    post("/manual"),
    post("/json"),
    multipart("/upload", [avatar, title]),
    multipart("/upload", [title]),
    multipart("/upload", [{ ...avatar, content: "z".repeat(2000) }]),
    multipart("/upload", [{ ...avatar, name: "unexpected" }]),
    multipart("/upload", [avatar], ""),
    multipart("/uploads", [
      { ...avatar, name: "photos", filename: "a.txt" },
      { ...avatar, name: "photos", filename: "../b ü.txt", type: "text/plain" },
    ]),
    multipart(
      "/uploads",
      [1, 2, 3].map((n) => ({ ...avatar, name: "photos", filename: `${n}.txt` })),
    ),
    multipart("/fields", [
      { ...avatar, name: "a" },
      { ...avatar, name: "b" },
      title,
      { ...title, name: "list[]" },
    ]),
    multipart("/no-files", [title, { name: "nested[key]", content: "v" }]),
    multipart("/no-files", [avatar]),
    form("/upload", "no boundary", "multipart/form-data"),
    form("/upload", "a=1"),
  ],
};
