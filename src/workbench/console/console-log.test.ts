import { expect, test } from "vitest";
import { CONSOLE_LINE_LENGTH_LIMIT, ConsoleLog } from "./console-log.ts";

const texts = (log: ConsoleLog) => log.lines.value.map((line) => line.text);

test("a line that comes in pieces is one line", () => {
  const log = new ConsoleLog();
  log.write("stdout", "Listening on ");
  log.write("stdout", "port 7148\nready");
  log.write("stdout", "\n");
  log.write("stdout", "next\n");
  expect(texts(log)).toEqual(["Listening on port 7148", "ready", "next"]);
});

test("the streams do not continue each other's lines", () => {
  const log = new ConsoleLog();
  log.write("stdout", "half");
  log.write("stderr", "oops\n");
  expect(log.lines.value.map(({ stream, text }) => [stream, text])).toEqual([
    ["stdout", "half"],
    ["stderr", "oops"],
  ]);
});

test("a note stands on a line of its own", () => {
  const log = new ConsoleLog();
  log.write("stdout", "half");
  log.note("Stopped.");
  log.write("stdout", "rest\n");
  expect(texts(log)).toEqual(["half", "Stopped.", "rest"]);
});

test("beyond the limit the oldest lines go, and are counted", () => {
  const log = new ConsoleLog(3);
  log.write("stdout", "1\n2\n3\n4\n5\n");
  expect(texts(log)).toEqual(["3", "4", "5"]);
  expect(log.dropped.value).toBe(2);
  log.clear();
  expect(texts(log)).toEqual([]);
  expect(log.dropped.value).toBe(0);
});

test("numbers stay with their lines", () => {
  const log = new ConsoleLog(2);
  log.write("stdout", "a\nb\nc\n");
  expect(log.lines.value.map((line) => line.number)).toEqual([2, 3]);
});

test("a very long line is cut and says so", () => {
  const log = new ConsoleLog();
  log.write("stdout", "x".repeat(CONSOLE_LINE_LENGTH_LIMIT + 1));
  expect(log.lines.value[0]?.text).toMatch(/x … \(line cut at 4000 characters\)$/);
});

test("a terminal's colours are left out", () => {
  const log = new ConsoleLog();
  log.write("stdout", "\u001b[32mgreen\u001b[39m and \u001b[1;31mred\u001b[0m\n");
  expect(texts(log)).toEqual(["green and red"]);
});
