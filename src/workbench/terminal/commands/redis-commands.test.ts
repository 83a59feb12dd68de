import { afterEach, beforeEach, expect, it } from "vitest";
import { nextEvent } from "../../../engine/contract/program.ts";
import { type TrialTerminal, trialTerminal } from "../terminal-world.fixture.ts";

let terminal: TrialTerminal;
let stop: AbortController;

beforeEach(() => {
  terminal = trialTerminal({ "server.ts": "" });
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await terminal.close();
});

async function serve(line: string, wanted: number): Promise<void> {
  const engine = await terminal.bench.machine();
  const listening = nextEvent(engine, "listening", ({ port }) => port === wanted);
  void terminal.type(line, stop.signal);
  await listening;
}

it("redis-cli asks the server, and writes plain texts where no human reads", async () => {
  await serve("redis-server", 6379);
  expect((await terminal.type('redis-cli SET greeting "good day"')).stdout).toBe("OK\n");
  expect((await terminal.type("redis-cli GET greeting | wc -c")).stdout.trim()).toBe("9");
  expect((await terminal.type("redis-cli --no-raw GET greeting | cat")).stdout).toBe('"good day"\n');
  expect((await terminal.type("redis-cli -h localhost -n 2 EXISTS greeting")).stdout).toBe("0\n");
  expect((await terminal.type("redis-cli -h elsewhere PING")).stderr).toContain("Usage: redis-cli");
  expect(await terminal.type("redis-cli -p 6380 PING")).toMatchObject({
    stderr: expect.stringContaining("Could not connect to Redis at 127.0.0.1:6380: Connection refused"),
    exitCode: 1,
  });
});

it("without a command it asks for them, and keeps database and password from one to the next", async () => {
  await serve("redis-server --port 6380 --requirepass pw", 6380);
  const typed = ["get k", "auth pw", "select 3", 'set k "x y"', "get k", "multi", 'get "', "exit"];
  const prompts: string[] = [];
  const { stdout, exitCode } = await terminal.type("redis-cli -p 6380", stop.signal, (prompt) => {
    prompts.push(prompt);
    return typed.shift();
  });
  expect(exitCode).toBe(0);
  expect(prompts).toEqual([
    ...Array.from({ length: 3 }, () => "127.0.0.1:6380>"),
    ...Array.from({ length: 5 }, () => "127.0.0.1:6380[3]>"),
  ]);
  expect(stdout).toMatch(
    /\(error\) NOAUTH.*OK\nOK\nOK\n"x y"\n.*MULTI would have no effect.*Invalid argument/s,
  );
});
