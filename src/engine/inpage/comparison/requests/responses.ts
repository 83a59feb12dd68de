import { ask, get, post, type Scenario } from "../scenario.ts";

const paths = [
  ..."/json /json-null /json-status /json-array /jsonp /jsonp?callback=cb /jsonp?callback=a[]=b".split(" "),
  ..."/send-buffer /send-object /send-html /send-404 /send-text /send-empty /send-undefined /send-number".split(
    " ",
  ),
  ..."/send-status /send-status-unknown /no-content /reset-content /not-modified /end /end-404".split(" "),
  ..."/redirect /redirect-301 /redirect-307 /redirect-back /location /links /vary /type /type-html".split(
    " ",
  ),
  ..."/attachment /append /set /get-header /cookie /clear-cookie /format /format-only /send-file".split(" "),
  ..."/send-file-max-age /send-file-none /send-file-escape /download /locals /etag-off /proxy".split(" "),
];

export const responseRequests: Scenario = {
  program: "responses.cjs",
  requests: [
    ...paths.map((path) => get(path)),
    post("/redirect-303"),
    get("/redirect", { headers: { Accept: "text/html" } }),
    get("/redirect", { headers: { Accept: "application/json" } }),
    get("/redirect-back", { headers: { Referer: "http://shop.test/cart" } }),
    get("/format", { headers: { Accept: "text/html" } }),
    get("/format", { headers: { Accept: "application/json" } }),
    get("/format-only", { headers: { Accept: "image/png" } }),
    get("/json", { headers: { "If-None-Match": 'W/"57-wrong"' } }),
    get("/send-html", { headers: { "If-None-Match": 'W/"10-k8U3Ky0tBkkyW5dj7wDyWpPWvrQ"' } }),
    get("/send-html", { headers: { "If-None-Match": "*" } }),
    get("/send-html", { headers: { "If-None-Match": "*", "Cache-Control": "no-cache" } }),
    get("/send-file", { headers: { Range: "bytes=0-8" } }),
    ask("HEAD", "/json"),
    ask("HEAD", "/download"),
    get("/proxy", {
      headers: {
        "X-Forwarded-For": "9.9.9.9, 127.0.0.1",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "pub.test",
      },
    }),
    get("/json", { headers: { Connection: "close" } }),
  ],
};
