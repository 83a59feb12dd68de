import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  REAL_CURL,
  runOurs,
  runReal,
  startTrialServer,
  type TrialServer,
  withoutChance,
} from "./real-curl.fixture.ts";

/**
 * Our curl beside the machine's own: the same command lines, one after another in a folder each, against one server.
 * What they print, write and send must be the same.
 */

const JSON_TYPE = ["-H", "Content-Type: application/json"];

/** `URL` stands for the server. Lines of one case share a folder, so that cookies last. */
const cases: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "a plain request": [["URL/echo"]],
  "an address without a scheme": [["localhost:PORT/echo?a=1&b=2"]],
  "-X": [
    ["-X", "DELETE", "URL/echo"],
    ["-XPUT", "URL/echo"],
    ["--request", "PATCH", "URL/echo"],
  ],
  "-d, once and again": [
    ["-d", "a=1", "-d", "b=2", "URL/echo"],
    ["--data", "x", "URL/echo"],
  ],
  "-d with JSON and a header": [
    ["-X", "POST", ...JSON_TYPE, "-d", '{"product_id": 1, "quantity": 2}', "URL/cart/add"],
  ],
  "-d from a file loses its line ends": [["-d", "@lines.txt", "URL/echo"]],
  "-d from standard input": [["-d", "@-", "URL/echo"]],
  "-d from no file": [["-d", "@nowhere", "URL/echo"]],
  "--data-raw and --data-binary": [
    ["--data-raw", "@lines.txt", "URL/echo"],
    ["--data-binary", "@lines.txt", "URL/echo"],
  ],
  "--data-urlencode": [
    ["--data-urlencode", "q=a b&c=ü/~", "URL/echo"],
    ["--data-urlencode", "a b", "--data-urlencode", "=x=y", "URL/echo"],
    ["--data-urlencode", "file@lines.txt", "URL/echo"],
    ["--data-urlencode", "@lines.txt", "URL/echo"],
  ],
  "--json": [
    ["--json", '{"a":1}', "URL/echo"],
    ["--json", '{"a":', "--json", "2}", "URL/echo"],
    ["--json", "{}", "-H", "Accept: text/plain", "URL/echo"],
  ],
  "-F": [
    ["-F", "name=Alice", "-F", "note=two words", "URL/echo"],
    ["-F", "file=@lines.txt", "URL/echo"],
    ["-F", "file=@lines.txt;type=text/css;filename=other.css", "URL/echo"],
    ["-F", "text=<lines.txt", "--form-string", "raw=@x", "URL/echo"],
    ["-F", "file=@nowhere", "URL/echo"],
  ],
  "-F that is none": [["-F", "name", "URL/echo"]],
  "-G": [
    ["-G", "-d", "a=1", "--data-urlencode", "b=x y", "URL/echo?z=0"],
    ["-G", "-I", "-d", "q=1", "URL/echo"],
  ],
  "-H that sets, replaces, empties and takes away": [
    [
      "-H",
      "X-One: 1",
      "-H",
      "X-One: 2",
      "-H",
      "User-Agent: me",
      "-H",
      "Accept:",
      "-H",
      "X-Empty;",
      "-H",
      "nonsense",
      "URL/echo",
    ],
    ["-H", "Host: shop.test", "URL/echo"],
    ["-H", "Content-Type: text/plain", "-d", "x", "URL/echo"],
    ["-H", "Cookie: a=b", "URL/echo"],
  ],
  "-i and -I": [
    ["-i", "URL/missing"],
    ["-I", "URL/echo"],
    ["--head", "-s", "URL/missing"],
    ["-si", "URL/login"],
  ],
  "-D": [
    ["-D", "heads.txt", "URL/echo"],
    ["-s", "-D", "-", "-o", "body.txt", "URL/echo"],
  ],
  "-o and -O": [
    ["-o", "out.txt", "URL/echo"],
    ["-O", "URL/bytes"],
    ["-so", "-", "URL/echo"],
    ["-o", "no/such/out.txt", "-sS", "URL/echo"],
    ["--create-dirs", "-so", "made/out.txt", "URL/echo"],
    ["-sO", "--output-dir", ".", "URL/missing"],
  ],
  "bytes as they are": [["URL/bytes"]],
  "several addresses": [
    ["URL/echo?1", "URL/echo?2"],
    ["-s", "-o", "one.txt", "URL/echo?1", "URL/echo?2"],
  ],
  globs: [
    ["-s", "URL/item/[1-3]"],
    ["-s", "URL/{a,b}/[8-12:2]"],
    ["-g", "URL/echo?q=[1-3]"],
    ["-s", "URL/[a-c]"],
  ],
  "a range that is none": [["-sS", "http://[x"]],
  "-u and an address with a user": [
    ["-u", "alice:secret", "URL/echo"],
    ["http://bob:pass%20word@localhost:PORT/echo"],
  ],
  "-A and -e": [
    ["-A", "Mozilla/5.0", "-e", "http://localhost/before", "URL/echo"],
    ["-A", "", "URL/echo"],
  ],
  "-b with text": [
    ["-b", "a=1; b=2", "URL/echo"],
    ["-b", "a=1", "-b", "b=2", "URL/echo"],
  ],
  "-c and -b with a file": [
    ["URL/login", "-c", "cookies.txt", "-b", "cookies.txt"],
    ["URL/cart/api", "-b", "cookies.txt"],
    ["URL/echo", "-b", "cookies.txt", "-b", "extra=1"],
    ["URL/logout", "-b", "cookies.txt", "-c", "cookies.txt"],
    ["-j", "URL/echo", "-b", "cookies.txt"],
  ],
  "-c without cookies": [["-c", "cookies.txt", "URL/echo"]],
  "-c to standard output": [["-s", "-c", "-", "URL/redirect"]],
  "-b with a file that curl did not write": [
    ["-b", "kept.txt", "URL/cart/echo"],
    ["-b", "nowhere.txt", "URL/echo"],
  ],
  "-b with nothing keeps cookies for the redirect": [
    ["-L", "-b", "", "URL/redirect"],
    ["-L", "URL/redirect"],
  ],
  "-L": [
    ["-L", "-d", "a=1", "URL/redirect"],
    ["-L", "-X", "POST", "-d", "a=1", "URL/redirect"],
    ["-L", "-d", "a=1", "URL/redirect?status=307"],
    ["-L", "-d", "a=1", "URL/redirect?status=303"],
    ["-L", "-T", "lines.txt", "URL/redirect?status=301"],
    ["-iL", "URL/redirect"],
    ["-IL", "URL/redirect"],
    ["-sSL", "--max-redirs", "2", "URL/redirect?to=/redirect"],
    ["-L", "-H", "X-Kept: 1", "-u", "a:b", "URL/redirect?status=308"],
  ],
  "-L to another host keeps the password back": [
    ["-L", "-u", "a:b", "-H", "Cookie: c=1", "-H", "X-Kept: 1", "URL/redirect?to=http://127.0.0.1:PORT/echo"],
    ["--location-trusted", "-u", "a:b", "URL/redirect?to=http://127.0.0.1:PORT/echo"],
  ],
  "-T": [
    ["-T", "lines.txt", "URL/echo"],
    ["-sST", "nowhere", "URL/echo"],
  ],
  "-f": [
    ["-f", "URL/missing"],
    ["-fs", "URL/missing"],
    ["-fsS", "URL/missing"],
    ["--fail-with-body", "URL/missing"],
    ["-f", "URL/echo"],
  ],
  "-w": [
    ["-s", "-w", "%{http_code} %{content_type} %{size_download} %{num_redirects}\\n", "URL/echo"],
    [
      "-s",
      "-o",
      "x",
      "-w",
      "%{url_effective} %{method} %{exitcode} %%\\t%header{content-type} %{filename_effective}",
      "URL/echo",
    ],
    [
      "-s",
      "-w",
      "[%{redirect_url}|%{num_headers}|%{size_header}|%{scheme}|%{response_code}|%{urlnum}]",
      "URL/redirect",
      "URL/echo",
    ],
    ["-s", "-w", "%{http_code} %{errormsg}", "http://localhost:1/"],
    ["-s", "-w", "%{nope}", "URL/echo"],
    [
      "-sL",
      "-w",
      "%{num_redirects} %{url_effective} %{size_request} %{size_upload}",
      "-d",
      "a=1",
      "URL/redirect",
    ],
  ],
  "-k and other options that change nothing here": [["-k", "-N", "-4", "--http1.1", "URL/echo"]],
  "--compressed": [["-s", "--compressed", "URL/gzip"]],
  "nothing listens": [["http://localhost:1/"], ["-s", "http://localhost:1/"], ["-sS", "http://localhost:1/"]],
  "no answer": [["URL/empty"], ["URL/cut"]],
  // Long enough for the request to have arrived before, on a busy machine too.
  "-m": [["-m", "2", "URL/silent"]],
  "a protocol that is none": [["gopherx://localhost/"]],
  "an address that is none": [
    ["-sS", "http://"],
    ["-sS", "URL/a b"],
  ],
  "options that are none": [
    ["--foo", "URL/echo"],
    ["-X"],
    ["--max", "1", "URL/echo"],
    ["-m", "x", "URL/echo"],
    ["-s"],
  ],
  "options cut short": [
    ["--user-ag", "me", "URL/echo"],
    ["--no-silent", "URL/echo"],
  ],
  "options after the address": [["URL/echo", "-s", "-X", "PUT"]],
};

/** What is the machine's, not curl's, or is decided otherwise on purpose. */
const ourOwn = {
  /** A page asks for what it can unpack. */
  acceptEncoding: /^Accept-Encoding: .*/,
};

describe.skipIf(!existsSync(REAL_CURL))("beside the real curl", () => {
  let server: TrialServer;
  let folders: string[] = [];

  beforeAll(async () => {
    server = await startTrialServer();
  });
  afterAll(() => server.close());
  afterEach(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    folders = [];
  });

  function trialFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), "keepsake-curl-"));
    folders.push(folder);
    writeFileSync(join(folder, "lines.txt"), "one=1\ntwo=zwei ü\n");
    writeFileSync(
      join(folder, "kept.txt"),
      [
        "# Netscape HTTP Cookie File",
        "localhost\tFALSE\t/\tFALSE\t0\tfirst\t1",
        "#HttpOnly_localhost\tFALSE\t/cart\tFALSE\t4102444800\tsecond\t2",
        "localhost\tFALSE\t/\tTRUE\t0\tsecure\tyes",
        ".other.test\tTRUE\t/\tFALSE\t0\telsewhere\t1",
        "localhost\tFALSE\t/\tFALSE\t1000000000\texpired\t1",
        "localhost\tFALSE\t/\tFALSE\t0\tvalueless\t",
        "not a cookie",
        "",
      ].join("\n"),
    );
    return folder;
  }

  it.for(Object.entries(cases))("%s", async ([, lines]) => {
    const [real, ours] = [trialFolder(), trialFolder()];
    for (const line of lines) {
      const args = line.map((word) =>
        word.replaceAll("URL", `http://localhost:${server.port}`).replaceAll("PORT", String(server.port)),
      );
      const expected = withoutChance(await runReal(real, args, server));
      const received = withoutChance(await runOurs(ours, args, server));
      for (const { headers } of [...expected.arrived, ...received.arrived]) {
        const at = headers.findIndex((field) => ourOwn.acceptEncoding.test(field));
        if (at >= 0) headers[at] = "Accept-Encoding: ours";
      }
      expect(received, args.join(" ")).toEqual(expected);
    }
  });
});
