import { gzipSync } from "node:zlib";
import { ask, get, post, type Scenario } from "../scenario.ts";

const accepting = (target: string, encoding: string, more: Readonly<Record<string, string>> = {}) =>
  get(target, { headers: { "Accept-Encoding": encoding, ...more } });
const packed = (target: string, encoding: string, body: Uint8Array) =>
  post(target, { headers: { "Content-Type": "application/json", "Content-Encoding": encoding }, body });

const more = "small json image transformed encoded written waits events empty".split(" ");

export const compressingRequests: Scenario = {
  program: "compressing.cjs",
  requests: [
    ...["gzip", "deflate", "gzip;q=0.5, deflate", "identity", "*", "gzip;q=0", "br;q=0, gzip"].map(
      (encoding) => accepting("/default", encoding),
    ),
    accepting("/default", "gzip, deflate, br"),
    get("/default"),
    ask("HEAD", "/default", { headers: { "Accept-Encoding": "gzip" } }),
    accepting("/default", "gzip", { Range: "bytes=0-4" }),
    accepting("/level", "gzip"),
    accepting("/threshold", "gzip"),
    accepting("/filter", "gzip"),
    accepting("/filter", "gzip", { "X-No-Compression": "1" }),
    get("/enforced"),
    ...more.map((name) => accepting(`/more/${name}`, "gzip")),
    accepting("/more/written", "deflate"),
    ...[
      "round/gzip",
      "round/deflate",
      "round/deflateRaw",
      "known",
      "faults",
      "truncated",
      "truncated-stream",
      "stream",
      "limit",
      "sync",
      "brotli",
    ].map((name) => get(`/zlib/${name}`)),
    packed("/unpacked", "gzip", gzipSync('{"packed":true}')),
    packed("/unpacked", "gzip", new TextEncoder().encode("not packed")),
    packed("/unpacked-not", "gzip", gzipSync("{}")),
  ],
};
