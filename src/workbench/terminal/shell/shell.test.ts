import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { memoryDraftStore } from "../../drafts/memory-draft-store.ts";
import { type TrialTerminal, trialTerminal } from "../terminal-world.fixture.ts";

const server = `
import { createServer } from "node:http";
createServer((request, response) => {
  response.setHeader("Set-Cookie", ["seen=yes; Path=/; HttpOnly", "theme=dark; Path=/; Max-Age=60"]);
  response.end(request.headers.cookie ?? "no cookie");
}).listen(Number(process.env.PORT ?? 7148), () => console.log("open"));
`;

let terminal: TrialTerminal;

beforeEach(() => {
  terminal = trialTerminal({
    "server.ts": server,
    "src/greet.ts": 'console.log("hello " + process.argv[2], process.env.NAME, process.env.HOME);',
    "endless.ts": 'console.log("begun"); setInterval(() => {}, 1000);',
    "fails.ts": 'console.error("no luck"); process.exit(3);',
  });
});
afterEach(() => terminal.close());

const type = (line: string, stop?: AbortSignal) => terminal.type(line, stop);
const stdout = async (line: string) => (await type(line)).stdout;

/** Settles when the program has printed that, on the way of `&`. */
async function background(line: string, until: string): Promise<void> {
  const said = Promise.withResolvers<void>();
  await terminal.shell.run(
    `${line} &`,
    {
      stdout: (text) => {
        if (text.includes(until)) said.resolve();
      },
      stderr: () => undefined,
      hint: () => undefined,
    },
    new AbortController().signal,
  );
  await said.promise;
}

describe("files", () => {
  it("are those of the machine, in folders", async () => {
    expect(await stdout("ls")).toBe("endless.ts\nfails.ts\nserver.ts\nsrc\n");
    expect(await stdout("pwd; cd src; pwd; ls; cd ..; ls | wc -l")).toBe(
      "/project\n/project/src\ngreet.ts\n4\n",
    );
    expect((await type("cat nowhere")).stderr).toBe("cat: nowhere: No such file or directory\n");
  });

  it("of the learner's change in the editor too, and the other way round", async () => {
    await type("echo '// new' > server.ts; mv fails.ts src/moved.ts; rm endless.ts");
    const { workspace } = terminal.bench;
    expect(workspace.read("server.ts")).toBe("// new\n");
    expect([workspace.read("fails.ts"), workspace.read("endless.ts")]).toEqual([undefined, undefined]);
    workspace.write("server.ts", "// newer\n");
    expect(await stdout("cat server.ts src/moved.ts")).toBe(
      '// newer\nconsole.error("no luck"); process.exit(3);',
    );
  });

  it("of the learner's that are as before a command again are brought to the machine", async () => {
    const { workspace } = terminal.bench;
    await type("echo x > server.ts; rm fails.ts");
    workspace.write("server.ts", server);
    workspace.write("fails.ts", workspace.starter["fails.ts"] ?? "");
    expect(await stdout("cat server.ts")).toBe(server);
    expect(await stdout("cat fails.ts")).toBe(workspace.starter["fails.ts"]);
  });

  it("of the learner's keep their text, whatever a command does to them", async () => {
    const { workspace } = terminal.bench;
    workspace.write("server.ts", "// typed\n");
    await type("mv server.ts app.ts");
    expect([workspace.read("app.ts"), workspace.read("server.ts")]).toEqual(["// typed\n", undefined]);
    expect(terminal.drafts.snapshots.value).toEqual([]);
    await type("mv app.ts 'my notes.txt'");
    expect(workspace.read("my notes.txt")).toBeUndefined();
    expect(terminal.drafts.snapshots.value[0]?.files["app.ts"]).toBe("// typed\n");
    workspace.write("endless.ts", "// mine\n");
    workspace.write("fails.ts", "// mine too\n");
    await type("rm endless.ts fails.ts");
    expect(terminal.drafts.snapshots.value).toHaveLength(2);
    expect(terminal.drafts.snapshots.value[0]).toMatchObject({
      reason: "terminal",
      files: { "endless.ts": "// mine\n", "fails.ts": "// mine too\n" },
    });
    workspace.write("server.ts", "// again\n");
    await type("echo more >> server.ts; echo other > server.ts");
    expect(terminal.drafts.snapshots.value[0]?.files).toMatchObject({ "server.ts": "// again\nmore\n" });
    expect(workspace.read("server.ts")).toBe("other\n");
  });

  it("are moved and copied over others, which are a dated draft then; never over themselves", async () => {
    const { workspace } = terminal.bench;
    workspace.write("fails.ts", "// typed\n");
    expect(await type("mv endless.ts fails.ts && cp server.ts src/greet.ts")).toMatchObject({
      exitCode: 0,
      stderr: "",
    });
    expect(Object.keys(workspace.files.value).toSorted()).toEqual(["fails.ts", "server.ts", "src/greet.ts"]);
    expect(workspace.read("fails.ts")).toContain("begun");
    expect(workspace.read("src/greet.ts")).toBe(server);
    const kept = terminal.drafts.snapshots.value.map(({ files }) => files["fails.ts"]);
    expect(kept).toContain("// typed\n");
    await type("mv fails.ts ./src/../fails.ts; cp fails.ts fails.ts");
    expect(workspace.read("fails.ts")).toContain("begun");
  });

  it("of the learner's stay where what they typed cannot be kept first", async () => {
    const full = new DOMException("No room", "QuotaExceededError");
    const failing = { ...memoryDraftStore(), keep: () => Promise.reject(full) };
    await terminal.close();
    terminal = trialTerminal({ "server.ts": "", "cart.ts": "" }, 7148, failing);
    const { workspace } = terminal.bench;
    workspace.write("server.ts", "// typed\n");
    const { exitCode, stderr } = await type("rm server.ts");
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("could not be kept under Drafts")]);
    expect((await type("mv cart.ts server.ts; echo x > server.ts")).exitCode).toBe(1);
    expect(workspace.files.value).toEqual({ "server.ts": "// typed\n", "cart.ts": "" });
    expect(await stdout("cat server.ts")).toBe("// typed\n");
  });

  it("are moved with their folders, but never into themselves", async () => {
    const { workspace } = terminal.bench;
    await type("mkdir -p src/empty; mv src lib");
    expect(await stdout("ls lib; ls -d src 2>&1")).toContain("empty\ngreet.ts\n");
    expect(workspace.read("lib/greet.ts")).toContain("hello");
    expect((await type("mv lib lib/inner")).exitCode).not.toBe(0);
    expect((await type("mv server.ts server.ts; mv server.ts nowhere/x.ts")).exitCode).not.toBe(0);
    expect(workspace.read("server.ts")).toBe(server);
    expect(await stdout("ls lib")).toBe("empty\ngreet.ts\n");
  });

  it("of programs stay the machine's until edit makes one the learner's", async () => {
    await type("mkdir -p data; echo text > data/kept.txt");
    expect(terminal.bench.workspace.read("data/kept.txt")).toBeUndefined();
    const engine = await terminal.bench.machine();
    expect(await engine.fs.readText("data/kept.txt")).toBe("text\n");
    await engine.fs.writeFile("data/by-program.txt", "written");
    expect(await stdout("ls data; cat data/by-program.txt")).toBe("by-program.txt\nkept.txt\nwritten");
    await type("cd data; edit kept.txt; edit ../new.ts");
    expect(terminal.opened).toEqual(["data/kept.txt", "new.ts"]);
    expect(terminal.bench.workspace.read("data/kept.txt")).toBe("text\n");
  });

  it("become the learner's only under a name that a hand-in and a file of their work can have", async () => {
    await type("mkdir -p data; echo text > 'data/my notes.txt'");
    for (const name of ["'data/my notes.txt'", "über.ts", "a#b.ts", "node_modules/x.ts"]) {
      expect((await type(`edit ${name}`)).stderr).toContain("is no name for a file of yours");
    }
    expect(terminal.opened).toEqual([]);
    expect(terminal.bench.workspace.changed.value).toEqual(new Set());
  });

  it("may hold any bytes, through pipes and redirections", async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    await (await terminal.bench.machineWithFiles()).fs.writeFile("all.bin", bytes);
    await type("cat all.bin | cat > copy.bin; cp copy.bin again.bin");
    const engine = await terminal.bench.machine();
    expect(await engine.fs.readFile("again.bin")).toEqual(bytes);
  });

  it("know empty folders, and refuse what a disk refuses", async () => {
    expect(await stdout("mkdir empty && ls empty && rmdir empty && ls -d empty 2>&1")).toContain(
      "No such file",
    );
    expect((await type("echo x > no/folder.txt")).exitCode).toBe(1);
    expect((await type("mkdir src")).stderr).toContain("File exists");
    expect((await type("rm src")).exitCode).toBe(1);
  });
});

describe("lines", () => {
  it("carry folder, variables and exit code on to the next one", async () => {
    await type("cd src; export NAME=Ada; OTHER=1");
    expect(await stdout("echo $NAME $OTHER $PWD")).toBe("Ada 1 /project/src\n");
    expect((await type("false")).exitCode).toBe(1);
    expect(await stdout("echo $?")).toBe("1\n");
    expect(await stdout("echo $?")).toBe("0\n");
  });

  it("have bash's lists, loops and substitutions", async () => {
    expect(await stdout("false && echo a || echo b; true && echo c")).toBe("b\nc\n");
    expect(await stdout("for x in 1 2; do echo $x; done | tr 12 ab; echo $(echo in)")).toBe("a\nb\nin\n");
    expect((await type("while true; do :; done")).stderr).toContain("too many iterations");
    expect(await type("nosuch")).toMatchObject({
      exitCode: 127,
      stderr: "bash: nosuch: command not found\n",
    });
  });
});

describe("node", () => {
  it("runs a program with arguments and exported variables, from any folder", async () => {
    expect(await stdout("export NAME=Ada; node src/greet.ts you")).toBe("hello you Ada undefined\n");
    expect(await stdout("cd src; NAME=Bob node greet.ts you | tr a-z A-Z")).toBe("HELLO YOU BOB UNDEFINED\n");
    expect(await type("node ../fails.ts")).toMatchObject({ exitCode: 3, stderr: "no luck\n" });
    expect((await type("node")).stderr).toContain("Name a file");
  });

  it("prints as it goes, and Ctrl-C ends it", async () => {
    const stop = new AbortController();
    const run = terminal.shell.run(
      "cd . && node endless.ts",
      {
        stdout: (text) => text.includes("begun") && stop.abort(),
        stderr: () => undefined,
        hint: () => undefined,
      },
      stop.signal,
    );
    expect(await run).toBe(130);
    // The prompt is back at once; the process is gone a moment later.
    await expect.poll(() => stdout("ps")).not.toContain("endless.ts");
  });

  it("goes on in the background, where ps sees it and kill ends it", async () => {
    await background("node server.ts", "open");
    expect(await stdout("curl -s localhost:7148")).toBe("no cookie");
    const listed = await stdout("ps");
    const pid = /^(\d+) +7148 +the terminal +node server.ts$/m.exec(listed)?.[1];
    expect(await stdout("jobs")).toBe("[1] running  node server.ts\n");
    expect((await type(`kill ${pid}`)).exitCode).toBe(0);
    expect((await type("curl -s localhost:7148")).exitCode).toBe(7);
    expect((await type("kill 999999; kill %7")).stderr).toContain("no such process");
  });

  it("shows what Run started too", async () => {
    await terminal.bench.run();
    await terminal.bench.untilListening();
    const listed = await stdout("ps");
    expect(listed).toMatch(/^\d+ +7148 +Run +node server.ts$/m);
    await type(`kill ${/^(\d+) +7148/m.exec(listed)?.[1]}`);
    expect(terminal.bench.program.peek().kind).toBe("stopped");
  });
});

describe("curl", () => {
  beforeEach(() => background("node server.ts", "open"));

  it("stands in the timeline, with what was decided of each cookie", async () => {
    expect(
      await stdout("curl -s -c jar.txt localhost:7148; curl -s -b jar.txt localhost:7148 | tr a-z A-Z"),
    ).toBe("no cookieTHEME=DARK; SEEN=YES");
    const [first, second] = terminal.exchanges();
    expect(first?.agent).toBe("curl");
    expect(first?.cookies.response.map(({ name, verdict }) => [name, verdict])).toEqual([
      ["seen", "kept"],
      ["theme", "kept"],
    ]);
    expect(second?.cookies.request.map(({ verdict }) => verdict)).toEqual(["sent", "sent"]);
    expect(await stdout("cat jar.txt | grep -c HttpOnly")).toBe("1\n");
  });

  it("says that it keeps nothing without -b and -c", async () => {
    await type("curl -s localhost:7148");
    const [{ reason, source, verdict } = { reason: "", source: "", verdict: "" }] =
      terminal.exchanges()[0]?.cookies.response ?? [];
    expect([verdict, reason, source]).toEqual([
      "refused",
      "refused: curl keeps no cookies unless -b or -c tells it to",
      "curl's manual, --cookie",
    ]);
  });

  it("sees a host that is not there, and a signal", async () => {
    expect(await type("curl http://nowhere.test/")).toMatchObject({
      exitCode: 6,
      stderr: "curl: (6) Could not resolve host: nowhere.test\n",
    });
    expect((await type("curl localhost:7148", AbortSignal.abort())).stdout).toBe("");
  });

  it("borrows a browser's cookies, and a thief's browser takes them, through a file", async () => {
    const [alice, mallory] = terminal.bench.agents;
    await alice?.open("/");
    expect(await stdout("jar")).toBe("Alice\nMallory\n");
    expect(await stdout("jar Alice > alice.txt; curl -s -b alice.txt localhost:7148")).toBe(
      "theme=dark; seen=yes",
    );
    expect(await stdout("jar Mallory --import alice.txt | sort")).toBe("seen: kept\ntheme: kept\n");
    expect(mallory?.cookies.peek().map(({ name, httpOnly }) => [name, httpOnly])).toEqual([
      ["seen", true],
      ["theme", false],
    ]);
    expect((await type("jar Eve")).stderr).toContain("There are: Alice, Mallory.");
  });
});

it("help names every command of ours", async () => {
  const help = await stdout("help");
  for (const name of ["curl", "node", "jar", "ps", "kill", "jobs", "clear", "history", "edit", "which"]) {
    expect(help).toMatch(new RegExp(`^ {2}${name}\\b`, "m"));
  }
  expect(await stdout("history | tail -1; which curl ls nosuch")).toBe(
    "    2  history | tail -1; which curl ls nosuch\n/usr/bin/curl\n/usr/bin/ls\n",
  );
});
