import { type Ask, ask, get, post, type Scenario } from "../scenario.ts";

const lines = get("/lines");
const visitor = {
  "User-Agent": 'curl/8 "quoted"',
  Referer: "http://shop.test/?a=1",
  Authorization: "Basic dG9iaTpzZWNyZXQ=",
  "X-Id": "7",
};
const seen = (request: Ask): readonly Ask[] => [request, lines];

export const loggingRequests: Scenario = {
  program: "logging.cjs",
  requests: [
    ...[
      "combined",
      "common",
      "default",
      "short",
      "tiny",
      "dev",
      "tokens",
      "compiled",
      "function",
      "named",
    ].flatMap((format) => seen(get(`/${format}?q=1`, { headers: visitor }))),
    ...seen(get("/combined")),
    ...seen(post("/tokens", { headers: { "Content-Type": "text/plain" }, body: "x" })),
    ...seen(ask("HEAD", "/tiny")),
    ...seen(get("/skip")),
    ...seen(get("/tiny/none")),
    ...seen(get("/dev/none")),
    get("/immediate"),
    get("/date/clf"),
    get("/date/iso"),
    get("/date/web"),
    get("/date/none"),
  ],
};
