import { type Ask, ask, get, post, postJson, type Scenario } from "../scenario.ts";

const form = (target: string, body: string): Ask =>
  post(target, { headers: { "Content-Type": "application/x-www-form-urlencoded" }, body });
const typed = (
  target: string,
  type: string,
  body: string,
  more: Readonly<Record<string, string>> = {},
): Ask => post(target, { headers: { "Content-Type": type, ...more }, body });
const forwarded = {
  headers: {
    Host: "a.b.example.com:8080",
    "X-Forwarded-For": "9.9.9.9, 10.1.2.3",
    "X-Forwarded-Proto": "https, http",
    "X-Forwarded-Host": "pub.example.org",
  },
};

const methods = [
  ..."CHECKOUT COPY LOCK MERGE MKACTIVITY MKCOL MOVE NOTIFY OPTIONS PATCH PURGE PUT REPORT".split(" "),
  ..."SEARCH SUBSCRIBE TRACE UNLOCK UNSUBSCRIBE HEAD M-SEARCH".split(" "),
];

const paths = [
  ..."/app.locals /app.mountpath/admen /app.mountpath/manager /app.mountpath/adm*in/secr*et".split(" "),
  ..."/app.router /app.mount /app.mount/child /app.all /app.all/deep/er /app.disable /app.disabled".split(
    " ",
  ),
  ..."/app.enable/end /app.enable/end/ /app.enabled /app.engine /app.engine/wrong /app.get /app.listen".split(
    " ",
  ),
  ..."/app.listen/taken /app.param/user/5 /app.param/user/9 /app.param/item/1/2 /app.path /app.render".split(
    " ",
  ),
  ..."/app.render/none /app.route/events /app.set /app.use /app.use/abc /app.use/abcd/x /app.use/xy/z".split(
    " ",
  ),
  ..."/app.use/xyy /app.use/list /app.use/other?q=1".split(" "),
];

const settings = [
  ..."case-sensitive-routing/Foo case-sensitive-routing/foo env env/development etag etag/own".split(" "),
  ..."etag/wrong jsonp-callback-name?cb=fn jsonp-callback-name?callback=fn json-escape json-replacer".split(
    " ",
  ),
  ..."json-spaces query-parser?a[b]=1&a[c][d]=2&e=3 query-parser/own?x=1 query-parser/off?x=1".split(" "),
  ..."strict-routing/foo strict-routing/foo/ views views/second view-cache view-engine view-engine/none".split(
    " ",
  ),
  "x-powered-by",
];

export const applicationRequests: Scenario = {
  program: "express-application.cjs",
  requests: [
    postJson("/express.json", { n: 2, m: 3 }),
    typed("/express.json", "application/vnd.api+json", '{"n":4}'),
    typed("/express.json", "text/json", '{"n":4}'),
    typed("/express.raw", "image/png", "PNG"),
    typed("/express.raw", "image/png", "more than ten bytes"),
    typed("/express.raw", "text/plain", "text"),
    typed("/express.text", "text/plain", "\u00e9", { "X-Text": "yes" }),
    typed("/express.text", "text/plain; charset=utf-8", "\u00e9", { "X-Text": "yes" }),
    typed("/express.text", "text/plain", "text"),
    form("/express.urlencoded", "a[b][c]=1&d=2"),
    form("/express.urlencoded", "a[b][c][d]=1"),
    form("/express.urlencoded", "a=1&b=2&c=3&d=4"),
    get("/express.static/page.txt"),
    get("/express.static/"),
    get("/express.static/more"),
    get("/express.Router/berlin/Case/"),
    get("/express.Router/berlin/case/"),
    get("/express.Router/berlin/Case"),
    ask("POST", "/app.all", { body: "x" }),
    ask("DELETE", "/app.delete"),
    get("/app.delete"),
    ask("POST", "/app.post"),
    ask("PUT", "/app.put"),
    ...methods.map((method) => ask(method, "/app.METHOD")),
    ...paths.map((path) => get(path)),
    ask("POST", "/app.route/events"),
    ask("OPTIONS", "/app.route/events"),
    ask("POST", "/app.use"),
    ask("PUT", "/app.use"),
    ...settings.map((path) => get(`/settings/${path}`)),
    get("/settings/subdomain-offset", { headers: { Host: "a.b.example.com" } }),
    ...["", "/yes", "/hops", "/names", "/function"].map((path) =>
      get(`/settings/trust-proxy${path}`, forwarded),
    ),
  ],
};
