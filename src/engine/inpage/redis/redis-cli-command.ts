// The program "redis-cli" of the page's machine: asks one thing, once or again and again, or lists the keys.
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { CliConnection } from "./cli-connection.ts";
import { CLI_USAGE, type CliOptions, cliOptions } from "./cli-options.ts";
import { type ReadReply, shownReply } from "./reply-reader.ts";

const options = cliOptions(process.argv.slice(2));
if (typeof options === "string" || (options.command.length === 0 && options.scan === undefined)) {
  console.error(typeof options === "string" ? options : CLI_USAGE);
  process.exit(1);
}
// A bundle of the page's is no ES module, so nothing waits at its top.
run(options).catch((error: unknown) => {
  const isRefused = error instanceof Error && "code" in error && error.code === "ECONNREFUSED";
  const said = error instanceof Error ? error.message : String(error);
  const why = isRefused ? "Connection refused. Start it: redis-server" : said;
  console.error(`Could not connect to Redis at 127.0.0.1:${options.port}: ${why}`);
  process.exitCode = 1;
});

async function run(asked: CliOptions): Promise<void> {
  const connection = await CliConnection.open(asked.port);
  await signIn(connection, asked);
  if (asked.scan === undefined) await repeat(connection, asked);
  else await listKeys(connection, asked.scan, asked.raw);
  connection.close();
}

/** Where it fails, the command says so once more. */
async function signIn(connection: CliConnection, { user, password, database }: CliOptions): Promise<void> {
  if (password !== undefined) {
    const answer = await connection.ask(["AUTH", ...(user === undefined ? [] : [user]), password]);
    if (answer?.kind === "error") console.error(`AUTH failed: ${answer.text}`);
  }
  if (database !== 0) {
    const answer = await connection.ask(["SELECT", String(database)]);
    if (answer?.kind === "error") console.error(`SELECT ${database} failed: ${answer.text}`);
  }
}

async function repeat(
  connection: CliConnection,
  { command, repeat, intervalMs, raw }: CliOptions,
): Promise<void> {
  for (let times = 0; times < repeat; times += 1) {
    if (times > 0 && intervalMs > 0) await sleep(intervalMs);
    tell(await connection.ask(command), raw);
  }
  if (command[0]?.toUpperCase() !== "MONITOR") return;
  for (let next = await connection.next(); next !== undefined; next = await connection.next())
    tell(next, raw);
}

function tell(reply: ReadReply | undefined, raw: boolean): void {
  if (reply === undefined) throw new Error("Server closed the connection");
  if (reply.kind === "error") process.exitCode = 1;
  console.log(shownReply(reply, raw));
}

/** Key by key as the server finds them; one that moves meanwhile may come twice, as with SCAN. */
async function listKeys(
  connection: CliConnection,
  { pattern }: NonNullable<CliOptions["scan"]>,
  raw: boolean,
): Promise<void> {
  const matching = pattern === undefined ? [] : ["MATCH", pattern];
  let cursor = "0";
  do {
    const reply = await connection.ask(["SCAN", cursor, ...matching]);
    const [next, found] = reply?.kind === "list" ? reply.items : [];
    if (next?.kind !== "text" || found?.kind !== "list") {
      if (reply?.kind === "error") console.error(`ERROR: ${reply.text}`);
      else console.error("Server closed the connection");
      process.exitCode = 1;
      return;
    }
    cursor = next.text;
    for (const key of found.items) console.log(shownReply(key, raw));
  } while (cursor !== "0");
}
