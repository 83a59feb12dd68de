import { ask, get, post, postJson, type Scenario } from "../scenario.ts";

const headers = (given: Readonly<Record<string, string>>) => ({ headers: given });
const having = (name: string, given: Readonly<Record<string, string>>) => get(`/${name}`, headers(given));

const paths = [
  ..."/req.app /req.baseUrl/greet/jp /req.baseUrl/one/jp /req.baseUrl/two/jp /req.body /req.cookies".split(
    " ",
  ),
  ..."/req.host /req.hostname /req.ip /req.ips /req.method /req.originalUrl?q=1 /req.params/tobi/a%20b".split(
    " ",
  ),
  ..."/req.params/tobi/a%2Fb/c /req.params-12-x /req.params /req.params/one /req.path?sort=desc /req.protocol".split(
    " ",
  ),
  ..."/req.query?q=tobi+ferret&order=desc&shoe[color]=blue&a=1&a=2&empty=&%E0=1 /req.query /req.res".split(
    " ",
  ),
  ..."/req.route/7 /req.secure /req.signedCookies /req.stale /req.fresh /req.subdomains /req.xhr".split(" "),
  ..."/req.accepts /req.acceptsCharsets /req.acceptsEncodings /req.acceptsLanguages /req.get /req.is".split(
    " ",
  ),
  "/req.range",
];

export const requestRequests: Scenario = {
  program: "express-request.cjs",
  requests: [
    ...paths.map((path) => get(path)),
    postJson("/req.body", { user: { name: "tobi" } }),
    postJson("/req.body", "null"),
    post("/req.body", {
      ...headers({ "Content-Type": "application/x-www-form-urlencoded" }),
      body: "a=1&a=2",
    }),
    get("/req.cookies/sign"),
    get("/req.signedCookies", { cookies: "keep" }),
    having("req.signedCookies", { Cookie: "signed=s%3Atobi.wrong; s=s:; plain=1" }),
    having("req.cookies", { Cookie: 'name=tobi; __proto__=x; a=%E0%A4; b="q s"; =none; c' }),
    having("req.fresh", { "If-None-Match": '"abc"' }),
    having("req.fresh", { "If-None-Match": '"x", W/"abc"' }),
    having("req.fresh", { "If-None-Match": '"abc"', "Cache-Control": "no-cache" }),
    having("req.fresh", { "If-Modified-Since": "Tue, 14 Nov 2023 22:13:20 GMT" }),
    having("req.fresh", { "If-Modified-Since": "nonsense" }),
    post("/req.fresh", headers({ "If-None-Match": '"abc"' })),
    having("req.stale", { "If-None-Match": '"abc"' }),
    having("req.stale", { "If-None-Match": 'W/"abc"', "X-Status": "404" }),
    having("req.host", { Host: "example.com:3000" }),
    having("req.host", { Host: "[::1]:3000" }),
    having("req.hostname", { Host: "example.com:3000", "X-Forwarded-Host": "other.test:80, x" }),
    having("req.hostname", { Host: "[2001:db8::1]:3000" }),
    having("req.ip", { "X-Forwarded-For": "203.0.113.7, ::1" }),
    having("req.ips", { "X-Forwarded-For": "client, 127.0.0.2,::ffff:127.0.0.1" }),
    ask("DELETE", "/req.method"),
    ask("HEAD", "/req.method"),
    having("req.protocol", { "X-Forwarded-Proto": "https , http" }),
    having("req.secure", { "X-Forwarded-Proto": "https" }),
    having("req.subdomains", { Host: "tobi.ferrets.example.com" }),
    having("req.subdomains", { Host: "127.0.0.1" }),
    having("req.xhr", { "X-Requested-With": "xmlhttprequest" }),
    having("req.accepts", { Accept: "text/*;q=.5, application/json" }),
    having("req.accepts", { Accept: "text/*, image/png;q=0, */*;q=0.1" }),
    having("req.accepts", { Accept: "nonsense" }),
    having("req.acceptsCharsets", { "Accept-Charset": "iso-8859-1;q=0.8, utf-8" }),
    having("req.acceptsEncodings", { "Accept-Encoding": "br;q=0.4, gzip, identity;q=0" }),
    having("req.acceptsLanguages", { "Accept-Language": "en;q=.8, de-AT, *;q=.1" }),
    having("req.get", { "Content-Type": "text/plain", Referer: "http://a.test/" }),
    post("/req.is", { ...headers({ "Content-Type": "text/html; charset=utf-8" }), body: "<p>" }),
    post("/req.is", { ...headers({ "Content-Type": "application/vnd.x+json" }), body: "{}" }),
    post("/req.is", { ...headers({ "Content-Type": "multipart/form-data; boundary=x" }), body: "x" }),
    having("req.range", { Range: "bytes=0-499" }),
    having("req.range", { Range: "bytes=0-4,2-9,990-,-5" }),
    having("req.range", { Range: "bytes=2000-" }),
    having("req.range", { Range: "nonsense" }),
    having("req.range", { Range: "users=0-3" }),
  ],
};
