import { ask, get, type Scenario } from "../scenario.ts";

const headers = (given: Readonly<Record<string, string>>) => ({ headers: given });
const members = [
  ..."app headersSent locals req append append/wrong attachment attachment/named cookie cookie/wrong".split(
    " ",
  ),
  ..."clearCookie download download/named download/none end end/status end/callback end/seen format get".split(
    " ",
  ),
  ..."json json/values json/wrong jsonp jsonp?callback=my.fn[0] jsonp?callback=<script> links location".split(
    " ",
  ),
  ..."location/url redirect redirect/status redirect/wrong redirect/mailto render render/callback send".split(
    " ",
  ),
  ..."send/values?of=null send/values?of=buffer send/values?of=array send/values?of=boolean".split(" "),
  ..."send/values?of=typed send/values?of=none send/number send/type send/etag sendFile sendFile/options".split(
    " ",
  ),
  ..."sendFile/cache sendFile/dot sendFile/denied sendFile/ignored sendFile/folder sendFile/wrong".split(" "),
  ..."sendFile/done end/seen sendStatus?code=404 sendStatus?code=204 sendStatus?code=9 set status".split(" "),
  ..."status/wrong type?of=html type?of=.mp4 type?of=text/x-y type?of=none type?of=js vary vary/wrong".split(
    " ",
  ),
];

const routes =
  "router.all router.all/deeper router.METHOD router.param/5 router.param/0 router.route/7".split(" ");

export const referenceResponseRequests: Scenario = {
  program: "express-response.cjs",
  requests: [
    ...members.map((member) => get(`/res.${member}`)),
    get("/res.format", headers({ Accept: "application/json;q=.5, text/html;q=.4" })),
    get("/res.format", headers({ Accept: "image/*" })),
    get("/res.redirect", headers({ Accept: "text/html" })),
    get("/res.redirect/status", headers({ Accept: "text/html" })),
    ask("HEAD", "/res.redirect"),
    ask("HEAD", "/res.json"),
    ask("HEAD", "/res.sendFile"),
    get("/res.sendFile", headers({ Range: "bytes=5-9" })),
    get("/res.sendFile", headers({ Range: "bytes=5-9,20-29" })),
    get("/res.sendFile", headers({ Range: "bytes=900-" })),
    get("/res.sendFile", headers({ "If-Modified-Since": "Tue, 14 Nov 2023 22:13:20 GMT" })),
    get("/res.sendFile", headers({ "If-Unmodified-Since": "Mon, 13 Nov 2023 22:13:20 GMT" })),
    get("/res.sendFile/options", headers({ Range: "bytes=5-9" })),
    get("/res.send/etag", headers({ "If-None-Match": '"mine"' })),
    ...routes.map((path) => get(`/${path}`)),
    ask("PURGE", "/router.all"),
    ...["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"].map((method) => ask(method, "/router.METHOD")),
    ask("PUT", "/router.route/7"),
    ask("DELETE", "/router.route/7"),
    ask("OPTIONS", "/router.route/7"),
    get("/router.use/report.txt?x=1"),
    get("/router.use/sub"),
    get("/router.use/error"),
  ],
};
