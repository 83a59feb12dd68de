import { type ChildProcess, spawn } from "node:child_process";
import { get, type IncomingHttpHeaders } from "node:http";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, expect, inject, it } from "vitest";
import { contentPolicyHeader } from "../layouts/content-policy.ts";
import { siteHeaders } from "../layouts/site-headers.ts";

const script = fileURLToPath(new URL("serve-site.ts", import.meta.url));
const running: { readonly child: ChildProcess; readonly gone: Promise<unknown> }[] = [];
/** As a shell has it: a test runner's own settings make Astro another one. */
const inherited = Object.entries(process.env);
const env = Object.fromEntries(inherited.filter(([name]) => name !== "NODE_ENV" && !name.startsWith("VITE")));

afterEach(async () => {
  for (const { child, gone } of running.splice(0)) {
    child.kill();
    await gone;
  }
});

/** Starts it on a free port and waits for its first line. `output` goes on growing. */
async function serve(mode: string): Promise<{ readonly origin: string; output(): string }> {
  const port = await freePort();
  const child = spawn(process.execPath, [script, mode, "--port", String(port)], { env });
  running.push({ child, gone: new Promise((resolve) => child.once("exit", resolve)) });
  let output = "";
  const origin = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      const address = /http:\/\/localhost:\d+/.exec(output)?.[0];
      if (address !== undefined) resolve(address);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", (code) => reject(new Error(`It ended with ${code}:\n${output}`)));
  });
  return { origin, output: () => output };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("A TCP server has a port.");
  return address.port;
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
