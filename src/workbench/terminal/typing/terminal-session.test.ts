import { Terminal } from "@xterm/xterm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bootLocalEngine } from "../../../engine/local/local-engine.ts";
import { Bench } from "../../bench.ts";
import { benchWorld } from "../bench-world.ts";
import { sessionShell } from "../session-shell.ts";
import type { Typist } from "../shell/shell-io.ts";
import { trialDrafts } from "../terminal-world.fixture.ts";
import { LineHistory } from "./line-history.ts";
import { type SessionShell, TerminalSession } from "./terminal-session.ts";

const keys = { up: "\u001b[A", down: "\u001b[B", left: "\u001b[D", home: "\u001b[H", delete: "\u001b[3~" };
const control = (letter: string) => String.fromCharCode(letter.charCodeAt(0) & 0x1f);

const COLUMNS = 30;

let bench: Bench;
let terminal: Terminal;
let session: TerminalSession;

beforeEach(() => {
  bench = new Bench({
    files: {
      "server.ts": "",
      "src/one.ts": 'console.log("one");',
      "src/other name.ts": "",
      "endless.ts": 'console.log("begun"); setInterval(() => {}, 1000);',
    },
    entry: "server.ts",
    port: 7148,
    agents: ["Alice", "Mallory"],
    bootEngine: () => bootLocalEngine(),
  });
  terminal = new Terminal({ cols: COLUMNS, rows: 20, convertEol: true, allowProposedApi: true });
  const history = new LineHistory();
  const world = benchWorld(bench, trialDrafts(bench), () => undefined);
  session = new TerminalSession(sessionShell(world, history), history, {
    write: (text) => terminal.write(text),
    columns: () => terminal.cols,
    rows: () => terminal.rows,
  });
  session.start("Welcome.");
});
afterEach(async () => {
  session.close();
  terminal.dispose();
  await bench.dispose();
});

/** The lines on the screen, without the empty ones below. */
async function screen(): Promise<string[]> {
  await new Promise<void>((resolve) => terminal.write("", resolve));
  const { active } = terminal.buffer;
  const lines = Array.from(
    { length: active.length },
    (_, row) => active.getLine(row)?.translateToString(true).trimEnd() ?? "",
  );
  return lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
}

const last = async () => (await screen()).at(-1);

describe("what one types", () => {
  it("is edited as in bash, and run by Enter", async () => {
    await session.feed("ecko hi");
    await session.feed(`${keys.home}${control("F")}${control("F")}h${keys.delete}${control("E")} there`);
    expect(await screen()).toEqual(["Welcome.", "$ echo hi there"]);
    await session.feed("\r");
    expect(await screen()).toEqual(["Welcome.", "$ echo hi there", "hi there", "$"]);
    await session.feed(`one two${control("W")}${keys.left}${control("U")}`);
    expect(await last()).toBe("$");
  });

  it("may be longer than the screen is wide, at the edge of a row too", async () => {
    await session.feed("echo 0123456789012345678901234567890123456789");
    expect(await screen()).toEqual(["Welcome.", "$ echo 01234567890123456789012", "34567890123456789"]);
    await session.feed(control("U"));
    expect(await screen()).toEqual(["Welcome.", "$"]);
    await session.feed(`echo ${"x".repeat(COLUMNS - 7)}`);
    await session.feed(`${keys.left}y`);
    expect(await screen()).toEqual(["Welcome.", `$ echo ${"x".repeat(COLUMNS - 8)}y`, "x"]);
    await session.feed("\r");
    expect(await screen()).toHaveLength(5);
  });

  it("deletes a whole character, however it is made", async () => {
    await session.feed("a👩‍🔧é\u007f\u007f");
    expect(await last()).toBe("$ a");
  });

  it("may be pasted, with continued lines, comments and several commands", async () => {
    await session.feed("# two words\recho one \\\r  two\recho 'open\rquote'\r");
    expect(await screen()).toEqual([
      "Welcome.",
      ...["$ # two words", "$ echo one \\", ">   two", "one two"],
      ...["$ echo 'open", "> quote'", "open", "quote", "$"],
    ]);
  });

  it("that bash cannot read is refused in its words", async () => {
    await session.feed("echo )\r");
    expect((await screen())[2]).toContain("syntax error");
  });

  it("is given up with Ctrl-C, and the screen emptied with Ctrl-L", async () => {
    await session.feed(`echo never${control("C")}echo 'open\r${control("C")}`);
    expect(await screen()).toEqual(["Welcome.", "$ echo never^C", "$ echo 'open", "> ^C", "$"]);
    await session.feed(`kept${control("L")}`);
    expect(await screen()).toEqual(["$ kept"]);
  });
});

describe("earlier lines", () => {
  beforeEach(() => session.feed("echo first\recho second\recho second\r"));

  it("come back with the arrows, and what was being typed at the end", async () => {
    await session.feed(`typed${keys.up}`);
    expect(await last()).toBe("$ echo second");
    await session.feed(keys.up + keys.up);
    expect(await last()).toBe("$ echo first");
    await session.feed(keys.down + keys.down);
    expect(await last()).toBe("$ typed");
  });

  it("are searched with Ctrl-R", async () => {
    await session.feed(`${control("R")}echo`);
    expect((await screen()).slice(-2)).toEqual(["(reverse-i-search)'echo': echo", " second"]);
    await session.feed(control("R"));
    await session.feed("\r");
    expect((await screen()).slice(-2)).toEqual(["first", "$"]);
  });
});

describe("Tab", () => {
  const complete = async (text: string) => {
    await session.feed(`${text}\t`);
    return last();
  };

  it("completes commands, files in folders, and names with spaces", async () => {
    expect(await complete("hist")).toBe("$ history");
    await session.feed(control("U"));
    expect(await complete("cat ser")).toBe("$ cat server.ts");
    await session.feed(control("U"));
    expect(await complete("cat sr")).toBe("$ cat src/");
    expect(await complete("ot")).toBe("$ cat src/other\\ name.ts");
  });

  it("completes what a command of ours takes, and lists what there is to choose", async () => {
    expect(await complete("curl --data-u")).toBe("$ curl --data-urlencode");
    await session.feed(control("U"));
    expect(await complete("jar M")).toBe("$ jar Mallory");
    await session.feed(control("U"));
    await session.feed("cat s\t\t");
    expect((await screen()).slice(-2)).toEqual(["server.ts  src/", "$ cat s"]);
  });
});

describe("a command that runs", () => {
  it("is stopped by Ctrl-C, which forgets what was typed meanwhile", async () => {
    const line = session.feed("node endless.ts\r");
    await new Promise<void>((resolve) => {
      const seen = terminal.onWriteParsed(() => {
        void screen().then((lines) => {
          if (!lines.includes("begun")) return;
          seen.dispose();
          resolve();
        });
      });
    });
    await session.feed(`echo later\r${control("C")}`);
    await line;
    expect((await screen()).slice(-3)).toEqual(["begun", "^C", "$"]);
  });

  it("leaves the prompt a line of its own, and one in the background prints above it", async () => {
    await session.feed("printf '{}'\r");
    expect((await screen()).slice(-2)).toEqual(["{}", "$"]);
    const ended = new Promise<void>((resolve) => {
      const seen = terminal.onWriteParsed(() => {
        void screen().then((lines) => {
          if (!lines.some((text) => text.includes("done: node"))) return;
          seen.dispose();
          resolve();
        });
      });
    });
    await session.feed("node src/one.ts &\r");
    await session.feed("typing");
    await ended;
    expect((await screen()).slice(-4)).toEqual([
      "[1] node src/one.ts",
      "one",
      "[1] done: node src/one.ts",
      "$ typing",
    ]);
  });
});

/** A session on commands of the test's own. */
async function sessionOn(
  run: (typist: Typist) => Promise<number>,
  namesIn: SessionShell["namesIn"] = async () => [],
): Promise<TerminalSession> {
  await screen();

  const shell: SessionShell = {
    prompt: "$",
    run: (_line, { typist }) => (typist === undefined ? Promise.resolve(1) : run(typist)),
    commandNames: [],
    namesIn,
    argumentsOf: async () => [],
  };
  const own = new TerminalSession(shell, new LineHistory(), {
    write: (text) => terminal.write(text),
    columns: () => terminal.cols,
    rows: () => terminal.rows,
  });
  terminal.reset();
  own.start("Welcome.");
  return own;
}

it("Tab without a machine completes nothing, and one types on", async () => {
  const own = await sessionOn(
    async () => 0,
    () => Promise.reject(new Error("no machine")),
  );
  await own.feed("cat se\t");
  await own.feed("rver.ts");
  expect(await last()).toBe("$ cat server.ts");
});

describe("a command that asks", () => {
  it("gets the lines that are typed, edited and recalled, also those typed ahead, until Ctrl-D", async () => {
    const answers: (string | undefined)[] = [];
    const own = await sessionOn(async (typist) => {
      do answers.push(await typist.ask("db>"));
      while (answers.at(-1) !== undefined);
      return 0;
    });
    await own.feed(
      `ask\rfirst\rsecand${keys.left}${keys.left}${control("H")}o\r${keys.up}${keys.up}\r${control("D")}`,
    );
    expect(answers).toEqual(["first", "second", "first", undefined]);
    expect(await screen()).toEqual(["Welcome.", "$ ask", "db> first", "db> second", "db> first", "db>", "$"]);
  });

  it("is left by Ctrl-C", async () => {
    const own = await sessionOn(async (typist) => ((await typist.ask("db>")) === undefined ? 0 : 1));
    const typed = own.feed("ask\r");
    await own.feed(`half${control("C")}`);
    await typed;
    expect(await screen()).toEqual(["Welcome.", "$ ask", "db> half", "^C", "$"]);
  });
});

it("a command that takes the keyboard gets every key, and the size; after it the shell has it again", async () => {
  const got: string[] = [];
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const own = await sessionOn(async (typist) => {
    got.push(JSON.stringify(typist.size()));
    const detach = typist.attach({
      write: (typedKeys) => {
        got.push(typedKeys);
        if (typedKeys === "x") ended.resolve();
      },
      resize: ({ columns }) => got.push(`${columns} columns`),
    });
    begun.resolve();
    await ended.promise;
    detach();
    return 0;
  });
  const typed = own.feed("own\r");
  await begun.promise;
  await own.feed(`ls\r${control("C")}`);
  own.resized();
  await own.feed("x");
  await typed;
  expect(got).toEqual([`{"columns":${COLUMNS},"rows":20}`, `ls\r${control("C")}`, `${COLUMNS} columns`, "x"]);
  await own.feed("ab");
  expect(await last()).toBe("$ ab");
});
