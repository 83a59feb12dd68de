import { expect, it } from "vitest";
import { headersFor, parseHeadersRules } from "../cli/site-server/headers-rules.ts";
import { headersFile } from "./headers-file.ts";
import { siteHeaders } from "./site-headers.ts";

const rules = parseHeadersRules(headersFile(["/", "/404.html", "/lessons/"]));
const policyOf = (path: string) => headersFor(rules, path).get("Content-Security-Policy");

it("isolates everything", () => {
  for (const path of ["/", "/lessons/a/", "/preview/frame.html", "/engine/host.html", "/_astro/a.js"]) {
    expect(Object.fromEntries(headersFor(rules, path))).toMatchObject(siteHeaders);
  }
});

it("puts the policy on the course's pages and workers, once each, and on no frame that holds learners' code", () => {
  for (const path of ["/", "/404.html", "/lessons/a/", "/_astro/worker.js"]) {
    expect(policyOf(path)).toMatch(/^default-src 'none'; script-src 'self'; [^,]*; frame-ancestors 'none'$/);
  }
  expect(policyOf("/preview/frame.html")).toBeUndefined();
  expect(policyOf("/engine/host.html")).toBeUndefined();
});
