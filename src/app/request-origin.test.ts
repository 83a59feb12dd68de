import { describe, expect, it } from "vitest";
import { type Judgement, judge, type RequestHead, type TrustSettings } from "./request-origin.ts";

const OWN = "https://shop.example";
const EVIL = "https://evil.example";
const FRIEND = "https://friend.example";

const form: RequestHead = {
  method: "POST",
  fetchSite: undefined,
  origin: undefined,
  ownOrigin: OWN,
  contentType: "application/x-www-form-urlencoded",
  hasBody: true,
  hasCookies: true,
};
const json = { contentType: "application/json" };
const empty = { contentType: undefined, hasBody: false };
const noCors: TrustSettings = { trustedOrigins: new Set([FRIEND]), cors: undefined };

type Row = [what: string, head: Partial<RequestHead>, judgement: Judgement];

describe("check 39: where a request comes from", () => {
  it.each<Row>([
    // What the browser says of the site.
    ["the same origin", { fetchSite: "same-origin", origin: OWN }, "own"],
    ["the same origin with its Origin hidden", { fetchSite: "same-origin", origin: "null" }, "own"],
    ["the user", { fetchSite: "none" }, "own"],
    ["a sister site", { fetchSite: "same-site", origin: "https://blog.shop.example" }, "foreign-site"],
    ["another site", { fetchSite: "cross-site", origin: EVIL }, "foreign-site"],
    ["another site's script", { ...json, fetchSite: "cross-site", origin: EVIL }, "foreign-site"],
    ["another site without a body", { ...empty, fetchSite: "cross-site" }, "foreign-site"],
    ["another site by way of this one's name", { fetchSite: "cross-site", origin: OWN }, "foreign-site"],
    ["a value nobody knows", { fetchSite: "same-planet" }, "foreign-site"],
    ["two values joined", { fetchSite: "same-origin,cross-site" }, "foreign-site"],
    ["nothing", { fetchSite: "" }, "foreign-site"],
    ["a trusted site", { fetchSite: "cross-site", origin: FRIEND }, "own"],
    // Where it does not.
    ["own Origin", { origin: OWN }, "own"],
    ["own Origin with JSON", { ...json, origin: OWN }, "own"],
    ["another Origin", { origin: EVIL }, "foreign-origin"],
    ["another Origin with JSON", { ...json, origin: EVIL }, "foreign-origin"],
    ["own host without TLS", { origin: "http://shop.example" }, "foreign-origin"],
    ["own host on another port", { origin: `${OWN}:8443` }, "foreign-origin"],
    ["a longer name", { origin: `${OWN}.evil.example` }, "foreign-origin"],
    ["trusted Origin", { origin: FRIEND }, "own"],
    ["a hidden Origin", { origin: "null" }, "needs-token"],
    ["a hidden Origin with JSON", { ...json, origin: "null" }, "needs-token"],
    ["an Origin for a server that knows no own", { origin: EVIL, ownOrigin: undefined }, "foreign-origin"],
    // Neither: an old browser, or none.
    ["a form", {}, "needs-token"],
    ["a form with a file", { contentType: "multipart/form-data" }, "needs-token"],
    ["plain text, which may be JSON", { contentType: "text/plain" }, "needs-token"],
    ["a body of no type", { contentType: undefined }, "needs-token"],
    ["JSON", json, "own"],
    ["no body", empty, "own"],
    ["a form's type without a body", { hasBody: false }, "needs-token"],
    ["a method that forms do not have", { method: "DELETE" }, "own"],
  ])("%s", (_what, head, judgement) => {
    expect(judge({ ...form, ...head }, noCors)).toBe(judgement);
  });

  it.each(["GET", "HEAD", "OPTIONS", "TRACE", "QUERY"])(
    "%s changes nothing and may come from anywhere",
    (method) => {
      expect(judge({ ...form, method, fetchSite: "cross-site", origin: EVIL }, noCors)).toBe("own");
    },
  );

  it.each(["POST", "PUT", "PATCH", "DELETE", "post", "MADE-UP"])("%s may not", (method) => {
    expect(judge({ ...form, method, fetchSite: "cross-site", origin: EVIL }, noCors)).toBe("foreign-site");
  });
});

describe("origins of CORS_ORIGINS", () => {
  const head = { fetchSite: "cross-site", origin: FRIEND } as const;
  const withCors = (credentials: boolean, origins: "*" | string[] = [FRIEND]): TrustSettings => ({
    trustedOrigins: new Set(),
    cors: { origins, credentials },
  });

  it("are trusted with credentials", () => {
    expect(judge({ ...form, ...head }, withCors(true))).toBe("own");
    expect(judge({ ...form, ...head, origin: EVIL }, withCors(true))).toBe("foreign-site");
  });

  it.each<["*" | string[]]>([["*"], [[FRIEND]]])(
    "without credentials may send what signs nobody in and a form cannot send (%s)",
    (origins) => {
      const settings = withCors(false, origins);
      expect(judge({ ...form, ...head, ...json, hasCookies: false }, settings)).toBe("own");
      expect(judge({ ...form, ...head, method: "PUT", hasCookies: false }, settings)).toBe("own");
      expect(judge({ ...form, ...head, ...json }, settings)).toBe("foreign-site");
      expect(judge({ ...form, ...head, hasCookies: false }, settings)).toBe("foreign-site");
      expect(judge({ ...form, ...head, contentType: "text/plain", hasCookies: false }, settings)).toBe(
        "foreign-site",
      );
    },
  );
});
