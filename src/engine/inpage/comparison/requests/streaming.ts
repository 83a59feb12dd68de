import { ask, get, post, type Scenario } from "../scenario.ts";

export const streamingRequests: Scenario = {
  program: "streaming.mjs",
  requests: [
    get("/chunks"),
    ask("HEAD", "/chunks"),
    get("/chunks-at-once"),
    get("/events"),
    get("/file"),
    ask("HEAD", "/file"),
    get("/file-part"),
    get("/pipeline"),
    get("/iterator"),
    get("/large"),
    get("/drained"),
    get("/high-water"),
    get("/length-and-write"),
    get("/length-too-much"),
    get("/no-body-write"),
    get("/events-order"),
    get("/last-order"),
    get("/web-stream"),
    post("/count", {
      headers: { "Content-Type": "application/octet-stream" },
      body: new Uint8Array(500_000).fill(7),
    }),
    post("/destroyed"),
    get("/cut"),
  ],
};
