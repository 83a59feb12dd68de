import { ask, get, post, type Scenario } from "../scenario.ts";

const paths = [
  ..."/ /write-head /write-head-pairs /write-head-message /write-head-merged /write-head-length".split(" "),
  ..."/status-message /status-unknown /204 /204-body /304 /304-chunked /chunked-forced /close".split(" "),
  ..."/keep-alive-own /no-date /own-date /removed /removed-length /removed-both /append /set-headers".split(
    " ",
  ),
  ..."/number-header /flush /write-then-end /write-empty /trailers /early-hints /late /late-seen".split(" "),
  ..."/write-after-end /late-seen /end-twice /late-seen /strict /late-seen /socket /self /self-post /self-fetch /refused".split(
    " ",
  ),
  ..."/umlaut /umlaut-bytes /umlaut-alone /umlaut-chunks /umlaut-flushed /umlaut-latin1 /umlaut-sent".split(
    " ",
  ),
  "/self-fetch-broken",
  "/self-fetch-streamed",
];

export const plainHttpRequests: Scenario = {
  program: "plain-http.mjs",
  requests: [
    ...paths.map((path) => get(path)),
    ask("HEAD", "/head"),
    ask("HEAD", "/write-then-end"),
    get("/headers", {
      headers: {
        Accept: "a",
        accept: "b",
        Cookie: "x=1",
        cookie: "y=2",
        "X-Many": "1",
        "x-many": "2",
        Referer: "r",
      },
    }),
    get("/", { headers: { Connection: "close" } }),
    get("/", { headers: { Connection: "keep-alive" } }),
    get("/", { headers: { "X-Big": "b".repeat(20_000) } }),
    // Host and this header: one byte less than the limit, and the limit.
    ...[16_367, 16_368].map((length) => get("/", { headers: { X: "b".repeat(length) } })),
    ...[999, 1000].map((count) =>
      get("/", { headers: Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i}`, "1"])) }),
    ),
    get("/\xe9"),
    get("nowhere"),
    get("http://shop.test/"),
    ..."http://a{b/ http://a#b http://a@[b]%;c/{#} http://a?{ http:///x http:/x *foo *{ ?x"
      .split(" ")
      .map((target) => get(target)),
    ask("CONNECT", "a{b"),
    ask("FOO", "/"),
    get("/", { headers: { "A B": "1" } }),
    get("/", { headers: { A: "1\x01" } }),
    post("/echo", { headers: { "Content-Length": "3", "Transfer-Encoding": "chunked" }, body: "abc" }),
    post("/echo", { headers: { "Content-Length": "3", "content-length": "3" }, body: "abc" }),
    post("/echo", { headers: { "Content-Length": "x" }, body: "abc" }),
    // 2^64 - 1, which is the most, and one more.
    ...["18446744073709551615", "18446744073709551616"].map((length) =>
      post("/", { headers: { "Content-Length": length } }),
    ),
    post("/echo", { headers: { "Content-Length": `${"0".repeat(30)}3` }, body: "abc" }),
    post("/echo", { headers: { Expect: "100-continue" }, body: "after continue" }),
    post("/echo", { headers: { Expect: "something" }, body: "x" }),
    post("/echo", { headers: { "Transfer-Encoding": "chunked" }, body: "abc" }),
    ask("PURGE", "/nothing"),
    ask("DELETE", "/nothing", { body: "with a body" }),
  ],
};
