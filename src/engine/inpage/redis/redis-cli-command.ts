// The program "redis-cli" of the page's machine: one command, one answer.
import { connect } from "node:net";
import process from "node:process";
import { CLI_USAGE, cliOptions } from "./cli-options.ts";
import { ReplyReader, shownReply } from "./reply-reader.ts";

const options = cliOptions(process.argv.slice(2));
if (typeof options === "string" || options.command.length === 0) {
  console.error(typeof options === "string" ? options : CLI_USAGE);
  process.exit(1);
}
const { port, password, database, command, raw } = options;
const before = [
  ...(password === undefined ? [] : [["AUTH", password]]),
  ...(database === 0 ? [] : [["SELECT", String(database)]]),
];
const requests = [...before, command];
const socket = connect(port, "localhost");
const replies = new ReplyReader();
let heard = 0;
let failed = false;
socket.on("connect", () => {
  for (const words of requests) {
    const bytes = words.map((word) => Buffer.from(word));
    socket.write(`*${bytes.length}\r\n`);
    for (const word of bytes) {
      socket.write(`$${word.length}\r\n`);
      socket.write(word);
      socket.write("\r\n");
    }
  }
});
socket.on("data", (data) => {
  replies.feed(data.toString("latin1"));
  for (let reply = replies.next(); reply !== undefined; reply = replies.next()) {
    heard += 1;
    const isError = reply.kind === "error";
    failed ||= isError;
    if (heard >= requests.length || isError) console.log(shownReply(reply, raw));
    if (heard >= requests.length && command[0]?.toUpperCase() !== "MONITOR") socket.end();
  }
});
socket.on("error", (error: NodeJS.ErrnoException) => {
  const why = error.code === "ECONNREFUSED" ? "Connection refused. Start it: redis-server" : error.message;
  console.error(`Could not connect to Redis at 127.0.0.1:${port}: ${why}`);
  process.exitCode = 1;
});
socket.on("close", () => {
  if (failed) process.exitCode = 1;
});
