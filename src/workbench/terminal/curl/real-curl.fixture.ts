import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { HeaderPair } from "../../../web/http.ts";
import { NodeNetwork } from "../../../web/node-network.ts";
import type { CommandFiles } from "../command-files.ts";
import { CURL_VERSION } from "./curl-version.ts";
import { runCurl } from "./run-curl.ts";

export const REAL_CURL = "/usr/bin/curl";

/** What a request looked like when it arrived. */
export interface Arrived {
  readonly line: string;
  readonly headers: readonly HeaderPair[];
  readonly body: string;
}

/** What one run of curl did. Text of bytes is latin1. */
export interface CurlOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  readonly arrived: readonly Arrived[];
  /** The files in its folder afterwards. */
  readonly files: Readonly<Record<string, string>>;
}

export interface TrialServer {
  readonly port: number;
  /** What has arrived since the last call. */
  takeArrived(): readonly Arrived[];
  close(): Promise<void>;
}

/** What the carrier adds: here Node's client, there libcurl. */
const framing: ReadonlySet<string> = new Set(["connection", "transfer-encoding", "expect"]);

/** A server with every kind of answer that curl can tell apart. */
export async function startTrialServer(): Promise<TrialServer> {
  let arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("latin1");
    request.on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      arrived.push({
        line: `${request.method} ${request.url}`,
        headers: pairs(request.rawHeaders).filter(([name]) => !framing.has(name.toLowerCase())),
        body,
      });
      answer(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    takeArrived: () => {
      const taken = arrived;
      arrived = [];
      return taken;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(request: IncomingMessage, response: ServerResponse, body: string): void {
  response.sendDate = false;
  response.shouldKeepAlive = true;
  response.setHeader("Connection", "keep-alive");
  response.setHeader("Keep-Alive", "timeout=5");
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  switch (pathname) {
    case "/login":
      response.setHeader("Set-Cookie", [
        "session=abc; Path=/; HttpOnly; SameSite=Lax",
        "theme=dark; Max-Age=3600; Path=/",
        "narrow=1; Path=/cart",
        "gone=1; Path=/; Max-Age=0",
        "far=1; Domain=other.test",
      ]);
      response.end("welcome\n");
      return;
    case "/logout":
      response.setHeader("Set-Cookie", "session=; Path=/; Max-Age=0");
      response.end();
      return;
    case "/redirect":
      response.writeHead(Number(searchParams.get("status") ?? 302), {
        Location: searchParams.get("to") ?? "/echo?from=redirect",
        "Set-Cookie": "hop=1; Path=/",
      });
      response.end("this body is ignored");
      return;
    case "/gzip":
      response.writeHead(200, { "Content-Encoding": "gzip", "Content-Type": "text/plain" });
      response.end(gzipSync("unpacked\n"));
      return;
    case "/bytes":
      response.end(Uint8Array.from({ length: 256 }, (_, index) => index));
      return;
    case "/missing":
      response.writeHead(404, { "Content-Type": "application/json" }).end('{"error":"nothing here"}');
      return;
    case "/empty":
      request.socket.destroy();
      return;
    case "/cut":
      response.writeHead(200, { "Content-Length": 100 });
      response.write("half", () => request.socket.destroy());
      return;
    case "/silent":
      return;
    default:
      response.setHeader("Content-Type", "application/json; charset=utf-8");
      response.end(JSON.stringify({ method: request.method, url: request.url, body }));
  }
}

/** The machine's curl, in a folder with these files. */
export function runReal(folder: string, args: readonly string[], server: TrialServer): Promise<CurlOutcome> {
  return new Promise((resolve) => {
    const options = { cwd: folder, encoding: "latin1", env: { HOME: folder, LC_ALL: "C" } } as const;
    const { stdin } = execFile(REAL_CURL, ["-q", ...args], options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : Number(error.code);
      resolve({ stdout, stderr, exitCode, arrived: server.takeArrived(), files: filesIn(folder) });
    });
    // One that has nothing to read may be gone before it is written to.
    stdin?.on("error", () => undefined);
    stdin?.end("piped in");
  });
}

/** Ours, in the same way. */
export async function runOurs(
  folder: string,
  args: readonly string[],
  server: TrialServer,
): Promise<CurlOutcome> {
  const out: Uint8Array[] = [];
  let stderr = "";
  const exitCode = await runCurl(args, {
    network: new NodeNetwork(),
    clock: { nowMs: () => Date.now() },
    onExchange: () => undefined,
    files: diskFiles(folder),
    stdin: new TextEncoder().encode("piped in"),
    stdout: (bytes) => out.push(bytes),
    stderr: (text) => {
      stderr += text;
    },
    hint: () => undefined,
    signal: new AbortController().signal,
  });
  const stdout = Buffer.concat(out).toString("latin1");
  return { stdout, stderr, exitCode, arrived: server.takeArrived(), files: filesIn(folder) };
}

/** With what differs from run to run, and from release to release of curl, made the same. */
export function withoutChance({ stdout, stderr, exitCode, arrived, files }: CurlOutcome) {
  const same = (text: string) =>
    text
      .replaceAll(/curl\/\d+\.\d+\.\d+/g, `curl/${CURL_VERSION}`)
      .replaceAll(/-{24}[0-9a-f]{16}/g, "BOUNDARY")
      .replaceAll(/(?<=\bafter )\d+(?= m)/g, "MS");
  return {
    stdout: same(stdout),
    errors: same(stderr)
      .split("\n")
      .filter((line) => /^(curl: \(|curl: (option|no URL)|Warning:)/.test(line)),
    exitCode,
    arrived: arrived.map(({ line, headers, body }) => ({
      line,
      headers: headers.map(([name, value]) => `${name}: ${same(value)}`),
      body: same(body),
    })),
    files: Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path,
        // The second in which a cookie ends depends on when it came.
        same(text).replaceAll(/\t\d{10}\t/g, "\tLATER\t"),
      ]),
    ),
  };
}

function diskFiles(folder: string): CommandFiles {
  return {
    read: async (path) => {
      const file = join(folder, path);
      return existsSync(file) ? new Uint8Array(readFileSync(file)) : undefined;
    },
    write: async (path, bytes, options = {}) => {
      const file = join(folder, path);
      if (options.makeFolders === true) mkdirSync(dirname(file), { recursive: true });
      if (!existsSync(dirname(file))) return false;
      writeFileSync(file, bytes);
      return true;
    },
  };
}

function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.sort().map((path) => [path.slice(folder.length + 1), readFileSync(path, "latin1")]),
  );
}

function pairs(raw: readonly string[]): HeaderPair[] {
  const found: HeaderPair[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) found.push([raw[at] ?? "", raw[at + 1] ?? ""]);
  return found;
}
