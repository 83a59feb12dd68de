import type { ChildProcess } from "node:child_process";
import { get, type IncomingHttpHeaders } from "node:http";
import { afterEach, expect, inject, it } from "vitest";
import { startSite, whatItSays } from "../e2e/dev-server.ts";
import { contentPolicyHeader } from "../layouts/content-policy.ts";
import { siteHeaders } from "../layouts/site-headers.ts";

const running: { readonly child: ChildProcess; readonly gone: Promise<unknown> }[] = [];

afterEach(async () => {
  for (const { child, gone } of running.splice(0)) {
    child.kill();
    await gone;
  }
});

/** Starts it and waits for its first line. */
async function serve(mode: "dev" | "preview"): ReturnType<typeof whatItSays> {
  const child = await startSite(mode);
  running.push({ child, gone: new Promise((resolve) => child.once("exit", resolve)) });
  return whatItSays(child);
}

function ask(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      response.resume();
      response.once("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    }).once("error", reject);
  });
}

const everywhere = Object.fromEntries(
  Object.entries(siteHeaders).map(([name, value]) => [name.toLowerCase(), value]),
);
const onPages = { ...everywhere, "content-security-policy": contentPolicyHeader() };

it("npm run dev prints one address and nothing else, while pages are read", async () => {
  const { origin, output } = await serve("dev");
  const page = await ask(`${origin}/course/`);
  expect(page.status).toBe(200);
  expect(page.headers).toMatchObject(onPages);
  expect(output()).toBe(`Keepsake is at ${origin}/\n`);
  const frame = await ask(`${origin}/preview/frame.html`);
  expect(frame.headers).toMatchObject(everywhere);
  expect(frame.headers["content-security-policy"]).toBeUndefined();
});

it("npm run dev lets frames of an opaque origin load their own script, and nothing of the site's sources", async () => {
  const { origin } = await serve("dev");
  const fromFrame = {
    "Sec-Fetch-Site": "cross-site",
    "Sec-Fetch-Mode": "no-cors",
    "Sec-Fetch-Dest": "script",
  };
  expect((await ask(`${origin}/preview/bridge.js`, fromFrame)).status).toBe(200);
  expect((await ask(`${origin}/src/styles/base.css`, fromFrame)).status).toBe(403);
});

it("npm run preview serves the built site as a host does, with the headers of its _headers", async () => {
  expect(inject("siteOrigin")).toMatch(/^http/);
  const { origin, output } = await serve("preview");
  const page = await ask(`${origin}/course/`);
  expect(page.status).toBe(200);
  expect(page.headers).toMatchObject(onPages);
  expect(output()).toBe(`Keepsake is at ${origin}/\n`);
  const frame = await ask(`${origin}/preview/frame.html`);
  expect(frame.headers).toMatchObject(everywhere);
  expect(frame.headers["content-security-policy"]).toBeUndefined();
});
