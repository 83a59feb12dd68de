import { listedDifferences } from "../inpage/comparison/differences.ts";
import { refusedModules } from "../inpage/node/refused.ts";
import type { Deviation } from "./deviation.ts";

const ALL = ["inpage", "webcontainer", "local"] as const;
const REAL_NODE = ["webcontainer", "local"] as const;

const languageOfThePage: readonly Deviation[] = [
  {
    id: "async-local-storage",
    engines: ["inpage"],
    text: "AsyncLocalStorage is refused, because a page would lose its store at every await. Keep what belongs to a request on the request.",
    proof: {
      kind: "program",
      program: `
        import { AsyncLocalStorage } from "node:async_hooks";
        try { new AsyncLocalStorage(); console.log("made"); } catch (error) { console.log(error.code); }
      `,
      here: "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
      node: "made",
    },
  },
  {
    id: "exclusive-at-once",
    engines: ["inpage"],
    text: 'Two processes that create one file exclusively within the same millisecond by a synchronous call (openSync or writeFileSync with "wx") may both be told that they did. The promised and callback calls tell one of them EEXIST.',
    proof: {
      kind: "test",
      file: "src/engine/inpage/replica.test.ts",
      words: "each believes that it did, until messages travel",
    },
  },
  {
    id: "ticks-among-promises",
    engines: ["inpage"],
    text: "process.nextTick takes its turn among the promises when it is called in the body of an ES module or after an await, where Node runs it after all of them. Elsewhere the order is Node's.",
    proof: {
      kind: "program",
      program: `
        const seen = [];
        process.nextTick(() => seen.push("tick"));
        Promise.resolve().then(() => seen.push("promise"));
        setTimeout(() => console.log(seen.join(", ")));
      `,
      here: "tick, promise",
      node: "promise, tick",
    },
  },
  {
    id: "file-modes",
    engines: ["inpage"],
    text: "Files have no mode, no owner and no time of access: a mode, chmod and chown are taken and change nothing. stat shows 644 for a file and 755 for a folder, and the time of the last change as that of access.",
    proof: {
      kind: "program",
      program: `
        import { chmodSync, mkdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
        writeFileSync("made", "", { mode: 0o600 });
        utimesSync("made", 5, 10);
        writeFileSync("changed", "");
        chmodSync("changed", 0o600);
        mkdirSync("folder", { mode: 0o700 });
        const modes = ["made", "changed", "folder"].map((name) => (statSync(name).mode & 0o777).toString(8));
        console.log(modes.join(), statSync("made").atimeMs);
      `,
      here: "644,644,755 10000",
      node: "600,600,700 5000",
    },
  },
  {
    id: "proxies-untold",
    engines: ["inpage"],
    text: "util.types.isProxy and isExternal always say false: a page cannot tell a proxy from its target.",
    proof: {
      kind: "program",
      program: `
        import { types } from "node:util";
        console.log(types.isProxy(new Proxy({}, {})));
      `,
      here: "false",
      node: "true",
    },
  },
  {
    id: "names-not-there",
    engines: ["inpage"],
    text: "Not there, and undefined: assert.partialDeepStrictEqual, crypto.checkPrime, crypto.getCipherInfo, fs.glob and globSync, fs.readv and writev, net.BlockList, path.matchesGlob, stream.duplexPair, url.fileURLToPathBuffer, util.diff, util.MIMEType and zlib.codes.",
    proof: {
      kind: "program",
      program: `
        import assert from "node:assert";
        import crypto from "node:crypto";
        import fs from "node:fs";
        import net from "node:net";
        import path from "node:path";
        import stream from "node:stream";
        import url from "node:url";
        import util from "node:util";
        import zlib from "node:zlib";
        const all = [
          assert.partialDeepStrictEqual, crypto.checkPrime, crypto.getCipherInfo, fs.glob, fs.globSync,
          fs.readv, fs.writev, net.BlockList, path.matchesGlob, stream.duplexPair, url.fileURLToPathBuffer,
          util.diff, util.MIMEType, zlib.codes,
        ];
        console.log(all.filter((one) => one !== undefined).length);
      `,
      here: "0",
      node: "14",
    },
  },
  {
    id: "fetch-of-data",
    engines: ["inpage"],
    text: "fetch reads no data: URL, does not check integrity, and sends the stream of a Request that was made before only when it is complete; one in its options goes as it comes.",
    proof: {
      kind: "program",
      program: `
        import { createServer } from "node:http";
        const server = createServer((request, response) => response.end("read")).listen(0, async () => {
          const own = "http://localhost:" + server.address().port;
          const told = (asked) => asked.then((answer) => answer.text()).catch(() => "failed");
          const seen = [await told(fetch("data:,read")), await told(fetch(own, { integrity: "sha256-AAAA" }))];
          console.log(seen.join());
          server.close().closeAllConnections();
        });
      `,
      here: "failed,read",
      node: "read,failed",
    },
  },
  {
    id: "exchanges-are-connections",
    engines: ["inpage"],
    text: "Every request of http is a connection of its own, also with keep-alive and an Agent that keeps sockets, and there is no pipelining.",
    proof: {
      kind: "program",
      program: `
        import { Agent, createServer, get } from "node:http";
        let connections = 0;
        const server = createServer((request, response) => response.end("x"));
        server.on("connection", () => connections++).listen(0, async () => {
          const asked = { port: server.address().port, agent: new Agent({ keepAlive: true, maxSockets: 1 }) };
          for (const path of ["/first", "/second"])
            await new Promise((done) => get({ ...asked, path }, (answer) => answer.resume().on("end", done)));
          console.log(connections);
          server.close().closeAllConnections();
          asked.agent.destroy();
        });
      `,
      here: "2",
      node: "1",
    },
  },
  {
    id: "answers-are-not-parsed",
    engines: ["inpage"],
    text: "fetch and http.request take an answer with more than 16 KB of headers and leave out what is longer than its Content-Length, where Node's fail (UND_ERR_HEADERS_OVERFLOW, HPE_HEADER_OVERFLOW, HPE_CLOSED_CONNECTION). A server knows no clientError.",
    proof: {
      kind: "program",
      program: `
        import { createServer } from "node:http";
        const server = createServer((request, response) => response.setHeader("X-Long", "x".repeat(20_000)).end());
        server.listen(0, async () => {
          const asked = fetch("http://localhost:" + server.address().port);
          console.log(await asked.then((answer) => answer.status, (error) => error.cause.code));
          server.close().closeAllConnections();
        });
      `,
      here: "200",
      node: "UND_ERR_HEADERS_OVERFLOW",
    },
  },
  {
    id: "names-in-unicode",
    engines: ["inpage"],
    text: "url.domainToUnicode and url.format's option unicode leave a name as it is written in ASCII.",
    proof: {
      kind: "program",
      program: `import { domainToUnicode } from "node:url"; console.log(domainToUnicode("xn--espaol-zwa.com"));`,
      here: "xn--espaol-zwa.com",
      node: "español.com",
    },
  },
  {
    id: "no-way-out",
    engines: ["inpage"],
    text: "A program reaches the ports of its own machine and nothing else: no other host, no name service.",
    proof: {
      kind: "test",
      file: "src/engine/inpage/node/http/http.test.ts",
      words: "fetches from its own ports, and from nowhere else",
    },
  },
];

/** Modules of Node that a page cannot give: each is refused in its own sentence. */
const refused: readonly Deviation[] = [...refusedModules].map(([name, text]) => ({
  id: `module-${name.replaceAll(/[/_]/g, "-")}`,
  engines: ["inpage"],
  text,
  proof: {
    kind: "program",
    program: `
      const refused = (error) => error.message.endsWith(${JSON.stringify(text)});
      try { await import("node:${name}"); console.log("there"); }
      catch (error) { console.log(refused(error) ? "refused" : error.message); }
    `,
    here: "refused",
    node: "there",
  },
}));

/** What the comparison with real Node has found and left; each is looked for there at every run. */
const compared: readonly Deviation[] = [
  ...new Map(
    listedDifferences.map(({ program, request, places, reason }) => {
      const where = places.includes("chromium") ? "" : ` Seen in ${places.join(" and ")}.`;
      return [reason, { program, request, text: `${capitalised(reason)}.${where}` }] as const;
    }),
  ).values(),
].map(({ program, request, text }, index) => ({
  id: `compared-${index + 1}`,
  engines: ["inpage"],
  text,
  proof: {
    kind: "test",
    file: "src/engine/inpage/comparison/differences.ts",
    words: request.split(" ")[1] ?? program,
  },
}));

const machines: readonly Deviation[] = [
  {
    id: "ports-of-the-machine",
    engines: ALL,
    text: "A port belongs to the engine's machine. The workbook's browsers and its terminal reach it; your own browser's address bar does not.",
    proof: {
      kind: "test",
      file: "src/engine/deviations/deviations.test.ts",
      words: "a port of an engine is no port of this computer",
    },
  },
  {
    id: "date-is-movable",
    engines: ALL,
    text: "Date tells the workbook's time, which the learner can move. Timers and performance.now() keep real time.",
    proof: {
      kind: "test",
      file: "src/engine/contract/clock.ts",
      words: "the clock moves Date in running and later processes, and nothing else",
    },
  },
  {
    id: "output-is-cut",
    engines: ALL,
    text: "What a process writes is cut at 2 MB, which is said once.",
    proof: {
      kind: "test",
      file: "src/engine/contract/limits.ts",
      words: "10 MB of output is cut at the limit, said once, and the program runs on",
    },
  },
  {
    id: "packages-are-brought",
    engines: ALL,
    text: "There is no npm install: a program imports the packages that the course brings. Another one is not found.",
    proof: {
      kind: "test",
      file: "src/engine/deviations/deviations.test.ts",
      words: "a package that the course does not bring is not found",
    },
  },
  {
    id: "real-node-no-input",
    engines: REAL_NODE,
    text: "A program has no standard input: it reads the end at once.",
    proof: {
      kind: "test",
      file: "src/engine/deviations/deviations.test.ts",
      words: "a program's standard input ends at once",
    },
  },
  {
    id: "container-not-booted-in-tests",
    engines: ["webcontainer"],
    text: "The course's own tests use a double of WebContainer; the real one is booted only where somebody asks for that test. Its Node is StackBlitz's, and another version than yours.",
    proof: {
      kind: "test",
      file: "src/engine/webcontainer/network.browser.test.ts",
      words: "boots a real WebContainer and passes the probe",
    },
  },
  {
    id: "container-shell",
    engines: ["webcontainer"],
    text: "A server that was started from the container's own shell is not reached by the workbook's browsers, and its clock does not move.",
    proof: {
      kind: "test",
      file: "src/engine/webcontainer/webcontainer-engine.test.ts",
      words: "opens a shell at a terminal in the folder of the files",
    },
  },
];

const CONFINED = "src/engine/local/confined-engine.test.ts";

/** What `--permission` and the limits beside it keep a program of the learner's own machine from. */
const confined: readonly Deviation[] = (
  [
    [
      "reading",
      "A program reads its own folder and the course's packages, and no other file of this computer: ERR_ACCESS_DENIED.",
      "reads nothing outside its folder",
    ],
    [
      "writing",
      "A program writes in its own folder and nowhere else; SQLite and sockets with a path obey that too.",
      "writes nothing outside its folder, by SQLite and by sockets neither",
    ],
    [
      "starting",
      "A program starts no other program, no Worker, no native addon and no debugger, and ends no process.",
      "starts nothing and ends no other process",
    ],
    [
      "environment",
      "A program sees the variables that the workbook gives it, not those of your shell.",
      "sees the environment that it was given and nothing else",
    ],
    [
      "options",
      "node takes no options before the file's name.",
      "cannot be started with an option that frees it",
    ],
    [
      "links",
      "Nothing starts in a folder with a link that leads out of it; the message names the link.",
      "is not started beside a link that leads out, and is told which one",
    ],
    [
      "ports",
      "A program reaches servers of this computer, such as a database, but not the dev server itself.",
      "connects to servers of this machine, but not to the ports that are closed to it",
    ],
    [
      "limits",
      "A program that takes too much memory or computing time, or answers nothing for a minute, is ended, and its output says why.",
      "answered nothing",
    ],
  ] as const
).map(([id, text, words]) => ({
  id: `confined-${id}`,
  engines: ["local"],
  text,
  proof: { kind: "test", file: CONFINED, words },
}));

/** Every way in which an engine is meant to differ from real Node. */
export const nodeDeviations: readonly Deviation[] = [
  ...machines,
  ...confined,
  ...languageOfThePage,
  ...compared,
  ...refused,
];

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
