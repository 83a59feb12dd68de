import { multipart, type Part } from "../multipart.ts";
import { ask, get, post, type Scenario } from "../scenario.ts";

const file: Part = { name: "file", filename: "a.txt", type: "text/plain", content: "content of a" };
const field: Part = { name: "title", content: "a title" };
const parts =
  "contentSecurityPolicy crossOriginEmbedderPolicy crossOriginOpenerPolicy crossOriginResourcePolicy originAgentCluster referrerPolicy strictTransportSecurity xContentTypeOptions xDnsPrefetchControl xDownloadOptions xFrameOptions xPermittedCrossDomainPolicies xPoweredBy xXssProtection hsts noSniff frameguard hidePoweredBy own".split(
    " ",
  );
const from = (target: string, origin: string, method = "GET") =>
  ask(method, target, {
    headers: {
      Origin: origin,
      ...(method === "OPTIONS" && {
        "Access-Control-Request-Method": "DELETE",
        "Access-Control-Request-Headers": "X-One, X-Two",
      }),
    },
  });

export const filesAndUploadsRequests: Scenario = {
  program: "files-and-uploads.cjs",
  requests: [
    ...[
      ..."/static/ /static/a.json /static/only-here.txt /static/sub /static/none /plain/ /plain/none".split(
        " ",
      ),
      ..."/plain/sub /plain/a.json /age/a.json /age/index.html /mime /bare".split(" "),
    ].map((path) => get(path)),
    ask("POST", "/static/a.json"),
    ask("POST", "/plain/a.json"),
    ask("HEAD", "/static/a.json"),
    multipart("/disk", [file, field]),
    multipart("/disk", [file, { ...file, name: "other", filename: "b.txt", content: "" }]),
    multipart("/disk", [{ ...file, content: "z".repeat(600) }]),
    multipart("/disk", [{ ...file, type: "text/evil" }]),
    multipart("/disk", [{ ...file, type: "text/ignored" }, field]),
    multipart("/disk", [{ ...field, content: "z".repeat(200) }]),
    multipart("/disk", [{ ...field, name: "a-name-of-more-than-twenty" }]),
    multipart("/disk", [field, field, field, field]),
    multipart("/disk", [file, file, file, file, file, file]),
    multipart("/disk", []),
    multipart("/random", [file]),
    get("/uploads"),
    post("/disk", { headers: { "Content-Type": "multipart/form-data; boundary=none" }, body: "--other" }),
    get("/cookies/json"),
    get("/cookies/signed"),
    get("/decoded", { headers: { Cookie: "a=1; b=s%3Ax" } }),
    ...parts.map((part) => get(`/helmet/${part}`)),
    ...["policy", "age", "directive", "both"].map((what) => get(`/helmet-wrong/${what}`)),
    from("/cors/list", "http://a.test"),
    from("/cors/list", "http://x.b.test", "OPTIONS"),
    from("/cors/list", "http://evil.test"),
    from("/cors/function", "http://any.test"),
    from("/cors/function", "http://refused.test"),
    from("/cors/off", "http://a.test", "OPTIONS"),
    from("/cors/text", "http://a.test"),
    from("/cors/text", "http://a.test", "OPTIONS"),
  ],
};
